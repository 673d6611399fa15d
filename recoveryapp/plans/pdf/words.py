"""The words around what a person wrote. The headings are those of the screen: a test holds them together."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "My plan",
        "written": "As it was on {day}",
        "footer": "Written by the person it is about, for themselves. It can change; the newest one counts.",
        "keeping_well": "What keeps me well",
        "early_signs": "Early signs",
        "what_helps": "What helps",
        "who_to_call": "Who to call",
        "wishes": "If I am unwell: what I want",
        "day": "{day} {month} {year}",
    },
    "es": {
        "title": "Mi plan",
        "written": "Tal como era el {day}",
        "footer": "Lo escribió la persona de quien trata, para sí misma. Puede cambiar; vale el más nuevo.",
        "keeping_well": "Lo que me mantiene bien",
        "early_signs": "Primeras señales",
        "what_helps": "Lo que ayuda",
        "who_to_call": "A quién llamar",
        "wishes": "Si no estoy bien: lo que quiero",
        "day": "{day} de {month} de {year}",
    },
}

MONTHS: dict[str, list[str]] = {
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
    "es": [
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ],
}
