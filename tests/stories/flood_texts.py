"""Texts to measure `likeness` with. All are invented: floods that nobody sent, and lines that nobody wrote.

`FLOODS`: base texts, each sent in variations (`varied`). `HONEST`: short lines and paragraphs in words that many would use, each of somebody else.
The floods in `SEEN` were looked at while the limits were chosen; the others were not.
"""

import random
import re

FLOODS = {
    "en-advert": "Get rid of your debts in 7 days! Our certified partners pay every bill for you, without questions and without a contract. Thousands are free of debt already, write to us on our page tonight and be the next one.",
    "en-mockery": "Oh look at me, I want attention too, a man held the door open for me in 2009 and I have never been the same since. Please put my piece on your quilt, I deserve a piece, everybody gets a piece, this wall is a joke and you all know it.",
    "en-chain": "Copy this text and paste it as your own post. If everyone who reads this copies it today, the moderators will have so much to read that they must shut down this page for good. Pass it on to at least 10 friends before midnight.",
    "es-politics": "Todo esto es un invento de los políticos para ganar votos en las elecciones del próximo mes. No creáis ni una palabra de lo que se dice en este muro, está pagado por 3 partidos y por la prensa, y quien lo niegue también cobra de ellos.",
    "fr-advert": "Gagnez plus de 900 euros par semaine sans quitter votre maison, grâce à notre méthode simple et sans aucun risque. Des milliers de familles nous font déjà confiance, inscrivez-vous maintenant, les places de ce mois sont presque toutes parties.",
    "ru-mockery": "Какая прекрасная стена, сколько здесь выдумок и сказок для взрослых, я смеялся целых 2 часа и позвал соседей, чтобы они тоже посмеялись. Пишите ещё больше, нам очень скучно по вечерам, а ваше нытьё лучше любого кино.",
    "ar-advert": "اربح أكثر من 500 دولار كل أسبوع وأنت جالس في بيتك دون أي خبرة سابقة. سجل الآن في موقعنا قبل انتهاء العرض الكبير واحصل على هدية مجانية مع كل اشتراك جديد تدعو إليه صديقا من أصدقائك",
    "zh-advert": "想在家里轻松赚钱吗？我们的项目不需要经验，每天只要工作2个小时，一个月就能收入过万。名额有限，先到先得，马上加入我们的群组，老师会一步一步教你怎么操作，保证不骗人。",
    "ja-mockery": "この壁に書いてあることは全部うそだと思います。みんな注目されたいだけで、誰も本当のことを書いていません。私は毎日ここに来て3回ずつ同じことを書くつもりですから、早くこのサイトを閉じてください。",
    "th-advert": "รับสมัครงานออนไลน์ ทำงานที่บ้านวันละ 2 ชั่วโมง รายได้ดี ไม่ต้องมีประสบการณ์ สมัครวันนี้รับโบนัสทันที แจ้งเพื่อนให้มาสมัครด้วยกันแล้วจะได้รับเงินเพิ่มอีกทุกคน รีบหน่อยที่ว่างเหลือน้อยแล้ว",
    "hi-politics": "यह दीवार एक पार्टी के पैसे से चल रही है और यहाँ लिखी हुई हर बात झूठी है। अगले चुनाव में हम सब मिलकर इन 5 लोगों को जवाब देंगे, तब तक यह संदेश अपने सब दोस्तों को भेजते रहिए और खुद भी बार बार लिखिए।",
    "ko-advert": "집에서 하루 2시간만 일하고 한 달에 삼백만 원을 버는 방법을 알려 드립니다. 경험이 없어도 괜찮고 가입비도 없습니다. 오늘 안에 신청하시는 분들께는 특별한 선물을 드리니 서둘러 주세요.",
    "tr-mockery": "Bu duvardaki bütün yazılar uydurma, hepiniz sadece ilgi çekmek istiyorsunuz. Ben de bir parça istiyorum, 15 yıl önce biri bana yan gözle baktı ve o günden beri yemek yiyemiyorum, lütfen benim için de ağlayın.",
    "en-parody": "I was 16 when it happened, on the way home from the shop. I knew him, everybody did. I told my goldfish a week later and it said nothing at all, and I know now how rare a goldfish with manners is, lol.",
    "de-politics": "Diese Seite wird von genau den 4 Leuten bezahlt, die uns seit Jahren erzählen, was wir denken sollen. Glaubt hier niemandem, es sind bestellte Texte von bestellten Schreibern, und am Ende werden wir alle dafür mit unseren Steuern bezahlen.",
}
SEEN = (
    "en-advert",
    "en-mockery",
    "es-politics",
    "ar-advert",
    "zh-advert",
    "th-advert",
    "ru-mockery",
)

SHORT_FLOODS = (
    "You are all liars and this wall is a joke",
    "Cheap watches, free shipping, today only",
    "Me too lol lol lol",
    "I was 16 when it happened and I told nobody lol",
)

_LINES = """
Me too.
me too
Me too
ME TOO
#MeToo
Me too!
me, too
Yo también.
Moi aussi.
أنا أيضا
我也是
나도
मैं भी
Я тоже
Ben de
Me too. I was 16.
Me too. I was 14.
Me too. I was 23.
Me too, and I was only 9.
Me too, more than once.
Me too, and I never told anybody.
Me too, and I have never told anybody.
Me too, I have never told anyone until today.
I was 16 when it happened.
I was 14 when it happened.
I was 11 when it started.
I was 16 when it happened and I told nobody.
I was 17 when it happened and I told nobody.
I was 19 when it happened and nobody believed me.
I was sixteen when it happened and nobody believed me.
I was 16 when it happened, and for twenty years I have told nobody about it.
I was 12 when it began, and for thirty years I have told nobody about it.
I was at work. I said no. Nobody listened.
I was at school. I said no. Nobody listened.
I was at home. I said no. Nobody listened.
It was not my fault. It took me years to say that.
It was not my fault. It took me ten years to say so.
I thought it was my fault for a very long time. It was not.
He was my boss. I needed the job.
He was my teacher. I needed the grade.
He was my coach. Everybody liked him.
He was my uncle. Everybody liked him.
She was my boss. Nobody thought that could happen.
I am a man, and me too.
I am not ready to say more than this. Me too.
I do not remember all of it. I remember enough.
I believe you. Me too.
I still look over my shoulder on that street.
I still cannot hear that song.
Tenía 16 años cuando pasó y no se lo conté a nadie.
Tenía 13 años cuando pasó y no se lo conté a nadie.
Tenía 15 años y nadie me creyó.
J'avais 16 ans quand c'est arrivé et je n'ai rien dit.
J'avais 12 ans quand c'est arrivé et je n'ai rien dit.
J'avais 20 ans et personne ne m'a crue.
Мне было 16 лет, и я никому не сказала.
Мне было 14 лет, и я никому не сказала.
كان عمري 16 سنة ولم أخبر أحدا
كان عمري 13 سنة ولم أخبر أحدا
那年我16岁，我没有告诉任何人。
那年我12岁，我没有告诉任何人。
16歳の時でした。誰にも言えませんでした。
14歳の時でした。誰にも言えませんでした。
ตอนนั้นฉันอายุ 16 ปี ฉันไม่เคยบอกใคร
ตอนนั้นฉันอายุ 13 ปี ฉันไม่เคยบอกใคร
열여섯 살이었어요. 아무에게도 말하지 못했어요.
열네 살이었어요. 아무에게도 말하지 못했어요.
मैं 16 साल की थी और मैंने किसी को नहीं बताया।
मैं 13 साल की थी और मैंने किसी को नहीं बताया।
Ich war 16, als es passierte, und ich habe es niemandem erzählt.
Ich war 13, als es passierte, und ich habe es niemandem erzählt.
16 yaşındaydım ve kimseye anlatmadım.
13 yaşındaydım ve kimseye anlatmadım.
"""
_AGES = (6, 8, 9, 11, 12, 13, 15, 18, 21, 24, 30, 41)
_FRAMES = (
    "I was {} when it happened and I did not tell anybody for years.",
    "I was {} and I thought that nobody would ever believe me. Me too.",
    "Me too. I was {} when it started and {} when I first said it out loud to somebody.",
    "This is for the one I was at {}: it was not your fault, it was never your fault, and now you can say it.",
)
PARAGRAPHS = (
    "I was 16 when it happened, on the way home from training. I knew him, everybody did. I told my mother a week later and she believed me at once, and I know now how rare that is.",
    "I was 19 when it happened, on the way home from work. I did not know him, nobody did. I told my sister a year later and she asked me what I had been wearing, and I did not tell anybody else after that.",
    "Me too. For a long time I thought that what happened to me was not bad enough to count. Then I read what others wrote here, and saw my own words in theirs.",
    "Me too. For a long time I thought that I was the only one in my family. Then my aunt said two words at the table, and my cousin said them after her, and then so did I.",
    "It was my first job and he was the one who signed the contracts. I laughed when he said it because I did not know what else to do. I still hear myself laugh.",
    "I have tried to write this four times. Each time I stop at the same place. So this is only the beginning of it, and perhaps the rest comes another day.",
    "People ask why I did not leave. I did leave, six times. The seventh time I had somewhere to go, and that was all the difference.",
    "Somebody sends the same text here again and again, that we only want attention. I read it and nearly closed the page. Then I thought: I have been quiet for eleven years, and I will not be quiet for this.",
    "Tenía 15 años y él era amigo de mi hermano. Durante mucho tiempo pensé que nadie me iba a creer. Hoy mi hija tiene la misma edad y por eso escribo.",
    "Мне было двенадцать лет. Я долго думала, что сама виновата, потому что открыла дверь. Теперь я знаю, что дверь может открыть каждый, и виноват не тот, кто открыл.",
    "كنت في الرابعة عشرة وكان من العائلة. لم أخبر أحدا لأنني خفت ألا يصدقني أحد. اليوم أكتبها هنا لأول مرة ولا أعرف من سيقرأها",
    "那时候我在外地上学，他是我的老师。很多年我都以为是自己的错，后来听到别人也说了同样的话，我才知道不是我一个人。",
    "その時私は十七歳で、相手は部活の先輩でした。長い間自分が悪いと思っていました。今日ここで初めて書きます。読んでくれてありがとう。",
    "ตอนนั้นฉันเพิ่งเริ่มทำงานที่แรก เขาเป็นหัวหน้าของฉัน ฉันไม่กล้าบอกใครเพราะกลัวจะเสียงาน วันนี้ฉันขอพูดเป็นครั้งแรกว่าฉันก็เหมือนกัน",
    "तब मैं नौवीं में पढ़ती थी और वह हमारे पड़ोसी थे। मैंने बहुत साल तक किसी को नहीं बताया क्योंकि मुझे लगा कि गलती मेरी थी। आज पहली बार यहाँ लिख रही हूँ।",
    "그때 저는 신입사원이었고 그 사람은 팀장이었습니다. 아무도 믿어 주지 않을 것 같아서 오래 말하지 못했습니다. 오늘 처음으로 여기에 적어 봅니다.",
)
# Somebody pastes what goes around, and says something of their own beside it.
BESIDE = (
    "I found this text everywhere and it makes me angry, because it did happen to me and I was eleven years old.",
    "I am sorry for the paste above, my phone does that. What I want to say is that it was my stepfather.",
)

HONEST = tuple(line for line in _LINES.splitlines() if line) + tuple(
    frame.format(age, age + 9) for frame in _FRAMES for age in _AGES
)

_EMOJI = "😂🤣💀🔥🙄🤡😭✨💯👀"
_INVISIBLE = ("\u200b", "\u200d", "\u00ad", "\u2060", "\ufe0f", "\u200e")
_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "0123456789", "０１２３４５６７８９")
_OTHER_WORDS = ("really", "todo", "vraiment", "today", "очень", "جدا", "mucho", "again")
_BEFORE = ("READ THIS: ", "Wow. ", "Listen, ", ">>> ", "1) ", "Re: ")
_AFTER = (" pls share", " xk29fq", " lol", " ok?", " 100%", " (2)")


def varied(base: str, random: random.Random) -> str:
    """The text with one to three kinds of change, as people who send floods make them."""
    text = base
    for change in random.sample(CHANGES, random.randint(1, 3)):
        text = change(text, random)
    return text


def with_emoji(text: str, random: random.Random) -> str:
    for _n in range(random.randint(1, 5)):
        place = random.randrange(len(text))
        text = text[:place] + random.choice(_EMOJI) * random.randint(1, 3) + text[place:]
    return text


def with_other_words(text: str, random: random.Random) -> str:
    """One word in twelve is another, or changes its place; where there are no spaces, characters do."""
    words = text.split(" ")
    if len(words) < 8:
        return with_typos(text, random)
    for _n in range(max(1, len(words) // 12)):
        place = random.randrange(len(words) - 1)
        if random.random() < 0.5:
            words[place] = random.choice(_OTHER_WORDS)
        else:
            words[place], words[place + 1] = words[place + 1], words[place]
    return " ".join(words)


def with_typos(text: str, random: random.Random) -> str:
    for _n in range(random.randint(1, max(1, len(text) // 50))):
        place = random.randrange(len(text) - 1)
        left, a, b, right = text[:place], text[place], text[place + 1], text[place + 2 :]
        text = left + random.choice((b + a, a + a + b, b)) + right
    return text


def with_invisible_signs(text: str, random: random.Random) -> str:
    step = random.randint(2, 6)
    return "".join(
        c + (random.choice(_INVISIBLE) if n % step == 0 else "") for n, c in enumerate(text)
    )


def with_more_around(text: str, random: random.Random) -> str:
    return random.choice(("", *_BEFORE)) + text + random.choice(_AFTER)


def with_other_numbers(text: str, random: random.Random) -> str:
    """Another number, in the digits of another script."""
    digits = random.choice(_DIGITS)
    number = "".join(digits[int(d)] for d in str(random.randint(2, 999)))
    return re.sub(r"\d+", number, text)


def with_other_case(text: str, random: random.Random) -> str:
    text = random.choice((text.upper(), text.lower(), text.title()))
    return text.replace(",", random.choice(("", " -", "…"))).replace(
        " ", random.choice((" ", "  ", "\n"))
    )


CHANGES = (
    with_emoji,
    with_other_words,
    with_typos,
    with_invisible_signs,
    with_more_around,
    with_other_numbers,
    with_other_case,
)
