"""Which language an article is in: what it says itself, else its commonest words."""

from __future__ import annotations

from pathlib import Path

import pytest

from copylint import readers
from copylint.language import language, of

SEEDS = Path(__file__).parents[1] / "seeds"
TEXTS = {
    "en": "The boat left at nine and it was late, as they had said to the crew of the ship.",
    "de": "Das Boot fuhr um neun ab, und die Leute auf dem Schiff waren nicht mit ihm zufrieden.",
    "fr": "Le bateau est parti à neuf, et les gens qui sont dans le port ne l’ont pas vu.",
    "es": "El barco salió a las nueve, pero los viajeros no lo vieron porque una niebla lo cubrió.",
    "it": "Il battello è partito alle nove, ma gli ospiti della città non lo hanno visto.",
    "pt": "O barco partiu às nove, mas os passageiros não o viram, pois uma névoa veio.",
    "nl": "De boot vertrok om negen uur, maar het was niet op tijd en de reizigers zijn naar huis.",
    "pl": "Statek odpłynął o dziewiątej, ale nie było go widać, bo mgła się na morzu.",
    "tr": "Gemi dokuzda kalktı ve bir sis için yolcular onu görmedi, ama bu çok iyi.",
    "ru": "Корабль ушёл в девять, и его не было видно, потому что туман был на море.",
    "uk": "Корабель пішов о дев’ятій, і його не було видно, бо туман був на морі, та це для нас.",
    "sv": "Båten gick klockan nio och den var inte på plats, men det är ett bra sätt för att resa.",
    "bg": "Корабът тръгна в девет и не се виждаше, защото мъглата беше на морето и от това.",
    "cs": "Loď, která odjela v devět, nebyla vidět, ale podle nás to je při mlze jako vždy.",
    "da": "Båden sejlede klokken ni, og den var ikke til tiden, men det er en god måde.",
    "ro": "Vaporul a plecat la ora nouă și nu a fost văzut, pentru că este ceață în port.",
    "ja": "船は九時に出ました。とても遅かったです。",
    "ko": "배는 아홉 시에 떠났습니다. 매우 늦었습니다.",
    "zh": "船九点开了。非常晚。",
    "ar": "غادرت السفينة في التاسعة صباحا.",
    "he": "הספינה עזבה בתשע בבוקר.",
    "hi": "जहाज नौ बजे चला गया।",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_of(code: str, text: str) -> None:
    assert of(text) == code


def test_spanish_with_many_words_of_its_neighbours() -> None:
    assert (
        of("Para esto se usa un paquete de R con datos de la comunidad que son para todos.") == "es"
    )


@pytest.mark.parametrize(
    "text", ["", "42 %", "Budapest", "Rolex Datejust 41", "… — “”", "\ufffc\ufffc"], ids=ascii
)
def test_too_little_says_nothing(text: str) -> None:
    assert of(text) == ""


def test_a_quoted_sentence_does_not_turn_it() -> None:
    assert of(f"{TEXTS['en']} {TEXTS['en']} “{TEXTS['de'][:40]}”") == "en"


@pytest.mark.parametrize(
    ("source", "markup", "code"),
    [
        (f"---\nlang: de\n---\n\n{TEXTS['en']}\n", "markdown", "de"),
        (f"---\nlanguage: fr-CH\n---\n\n{TEXTS['en']}\n", "markdown", "fr"),
        (f'<html lang="PT-br"><p>{TEXTS["en"]}</p></html>', "html", "pt"),
        (f"<html><p>{TEXTS['en']}</p></html>", "html", "en"),
        (f"```\n{TEXTS['en']}\n```\n\n{TEXTS['de']}\n", "markdown", "de"),
    ],
)
def test_what_an_article_declares_comes_first(source: str, markup: str, code: str) -> None:
    assert language(readers.read(source, markup)) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("clean/deposit-cap.md", "en"),
        ("clean/seilbahn-kaltbach.md", "de"),
        ("clean/marche-de-nuit.md", "fr"),
        ("clean/night-library.txt", "en"),
        ("clean/dry-stone-walls.html", "en"),
        ("damaged/entwurf-deutsch.md", "de"),
        ("damaged/pdf-copy.txt", "en"),
    ],
)
def test_seeds(name: str, code: str) -> None:
    path = SEEDS / name
    document = readers.read(path.read_text(encoding="utf-8"), readers.markup_of(name), path.suffix)
    assert of(document.prose) == code
