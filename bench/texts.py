"""Letters of no one: sentences in eight languages, put together to lengths of 200 to 4,000 characters."""

from collections.abc import Iterator
from itertools import cycle, islice

SENTENCES = {
    "en": (
        "I was at work, and it was late.",
        "I told nobody for a long time, because I thought that nobody would believe me.",
        "It was not my fault.",
        "Now I say it here, and I am not alone.",
    ),
    "es": (
        "Estaba en el trabajo y era tarde.",
        "No se lo conté a nadie durante mucho tiempo, porque creía que nadie me creería.",
        "No fue culpa mía.",
        "Ahora lo digo aquí, y no estoy sola.",
    ),
    "fr": (
        "J’étais au travail, et il était tard.",
        "Je n’en ai parlé à personne pendant longtemps, car je croyais que personne ne me croirait.",
        "Ce n’était pas ma faute.",
        "Maintenant je le dis ici, et je ne suis pas seule.",
    ),
    "ar": (
        "كنت في العمل وكان الوقت متأخرا.",
        "لم أخبر أحدا لوقت طويل لأنني ظننت أن أحدا لن يصدقني.",
        "لم يكن الذنب ذنبي.",
        "الآن أقولها هنا ولست وحدي.",
    ),
    "de": (
        "Ich war bei der Arbeit, und es war spät.",
        "Ich habe es lange niemandem erzählt, weil ich dachte, dass mir niemand glaubt.",
        "Es war nicht meine Schuld.",
        "Jetzt sage ich es hier, und ich bin nicht allein.",
    ),
    "hi": (
        "मैं काम पर थी और देर हो चुकी थी।",
        "मैंने बहुत समय तक किसी को नहीं बताया क्योंकि मुझे लगा कोई विश्वास नहीं करेगा।",
        "यह मेरी गलती नहीं थी।",
        "अब मैं यहाँ कहती हूँ और मैं अकेली नहीं हूँ।",
    ),
    "ja": (
        "その日は遅くまで仕事をしていました。",
        "誰も信じてくれないと思い、長い間誰にも話せませんでした。",
        "私のせいではありません。",
        "今、ここで言います。私は一人ではありません。",
    ),
    "ru": (
        "Я была на работе, и было поздно.",
        "Я долго никому не рассказывала, потому что думала, что мне не поверят.",
        "Это была не моя вина.",
        "Теперь я говорю об этом здесь, и я не одна.",
    ),
}
LENGTHS = (200, 350, 500, 700, 900, 1200, 1600, 2200, 3000, 4000)


def letters() -> Iterator[tuple[str, str]]:
    """Language and text: one of each length in each language."""
    for length in LENGTHS:
        for language, sentences in SENTENCES.items():
            yield language, _of(sentences, length)


def _of(sentences: tuple[str, ...], length: int) -> str:
    """As long as asked, with a paragraph after every fifth sentence."""
    number = length // min(map(len, sentences)) + 2
    parts = islice(cycle(sentences), number)
    joined = "".join(f"{s}{chr(10) * 2 if n % 5 == 4 else ' '}" for n, s in enumerate(parts))
    return joined[:length].strip()
