# SPDX-License-Identifier: Apache-2.0
"""Months and calendars that no library names in our three languages."""

from __future__ import annotations

from collections.abc import Mapping

from tripartite.i18n.english.kinds import Sentence

SENTENCES: Mapping[str, Sentence] = {
    "month.solar_hijri.1": "Farvardin",
    "month.solar_hijri.2": "Ordibehesht",
    "month.solar_hijri.3": "Khordad",
    "month.solar_hijri.4": "Tir",
    "month.solar_hijri.5": "Mordad",
    "month.solar_hijri.6": "Shahrivar",
    "month.solar_hijri.7": "Mehr",
    "month.solar_hijri.8": "Aban",
    "month.solar_hijri.9": "Azar",
    "month.solar_hijri.10": "Dey",
    "month.solar_hijri.11": "Bahman",
    "month.solar_hijri.12": "Esfand",
    "month.hijri.1": "Muharram",
    "month.hijri.2": "Safar",
    "month.hijri.3": "Rabi al-Awwal",
    "month.hijri.4": "Rabi al-Thani",
    "month.hijri.5": "Jumada al-Awwal",
    "month.hijri.6": "Jumada al-Thani",
    "month.hijri.7": "Rajab",
    "month.hijri.8": "Shaban",
    "month.hijri.9": "Ramadan",
    "month.hijri.10": "Shawwal",
    "month.hijri.11": "Dhu al-Qadah",
    "month.hijri.12": "Dhu al-Hijjah",
    "calendar.gregorian": "Gregorian",
    "calendar.solar_hijri": "Solar Hijri",
    "calendar.hijri": "Hijri",
    "calendar.zone": "{zone}, UTC{offset}",
}
