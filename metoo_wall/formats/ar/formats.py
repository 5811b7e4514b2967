"""Digits are 0 to 9 on every page, in Arabic too: a helpline is dialled and a number kept as they are printed, in one
script; the west of the Arab world writes no others, and the east reads them. Whoever types ٠ to ٩ is understood.
A no-break space parts thousands: a comma or a point would be the other's decimal sign.
"""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
