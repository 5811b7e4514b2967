"""Addresses in Arabic: a street, a quarter or a lane with a number, or a chain of the parts that an address has.

Only the construct counts ("شارع الورد"): "الشارع طويل" is any street.
"""

import re

_WORD = r"[\u0621-\u064a]{2,20}"
_STREET = r"(?:شارع|ش\.?|طريق|ميدان|ساحة|حارة|زقاق|نهج|زنقة|درب|جادة|محلة|قطعة|بلوك|مجمع|مربع|تجزئة|كورنيش|أوتوستراد|سكة|عطفة|حي|حومة|دوار|ضاحية|مخيم|كمبوند|مساكن|إقامة|اقامة|مشروع|منطقة|قرية|دوار)"
_BUILDING = r"(?:عمارة|عماره|مبنى|بناية|بنايه|بناء|برج|فيلا|ڤيلا|شقة|شقه|منزل|بيت|دار|مسكن|محل|مكتب|فيلة|سكن|مجموعة|مدخل|ط\.?|باب|بلوك|رقم|الرقم|قطاع|مجاورة|عدد|الطابق|طابق|الدور|دور|جنب|أمام|قبالة|عمارات)"
_NUMBER = r"(?:رقم |عدد |ع |نمرة |#|n° ?)?(?!(?:19|20)\d\d(?!\w))\d{1,5}(?:[/-]\d{1,4})?"
_AT = r"(?<!\w)(?:[وبلفع]|عال|ال(?=\w))?"
_GAP = r"(?: ?[،,] ?| ?- ?| )"
_PART = rf"(?:{_BUILDING}(?: (?:ال)?(?:{_WORD}|[\u0621-\u064a](?!\w)))? ?{_NUMBER}|{_BUILDING} (?:{_WORD}|[\u0621-\u064a])(?: {_NUMBER})?)"
_NO_UNIT = r"(?![\w:]|[.,/]\d)"
NUMBER_FIRST = re.compile(rf"(?<![\w.,:/-])\d{{1,4}}،? {_STREET} {_WORD}(?: ال{_WORD})?")
STREET_NUMBER = re.compile(
    rf"(?<!\w)[وبلفع]?{_STREET}(?: (?!كان|كنت|سنة|عام|قبل|بعد|من |قديم|طويل|هو|هي|فيه|في |منذ|لمدة|أكثر"
    rf"|حوالي){_WORD}){{0,3}}{_GAP}?(?:(?:{_BUILDING}) )?{_NUMBER}(?:{_GAP}{_PART}){{0,4}}{_NO_UNIT}"
)
CHAIN = re.compile(
    rf"(?<!\w)[وبلفع]?{_STREET}(?: {_WORD}){{1,3}}?{_GAP}(?:{_PART}{_GAP}){{0,3}}{_PART}(?<=\d){_NO_UNIT}"
)
QUARTER = re.compile(rf"(?<!\w)[وبلفع]?حي \d{{1,4}} (?:مسكن|سكن|قطعة)(?:{_GAP}{_PART}){{0,3}}")
HOUSE_NUMBER = re.compile(
    rf"(?<!\w)[وبلف]?(?:عمارة|مبنى|فيلا|شقة|بناية|بناء|منزل|بيت|برج|دار|مسكن) (?:رقم )?\d{{1,4}}{_NO_UNIT}"
)
SHAPES = (NUMBER_FIRST, STREET_NUMBER, CHAIN, QUARTER, HOUSE_NUMBER)
