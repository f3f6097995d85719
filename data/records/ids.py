"""Identifiers: plain strings that the type checker keeps apart."""

from typing import NewType

NeedId = NewType("NeedId", str)
AchievementId = NewType("AchievementId", str)
PartyId = NewType("PartyId", str)
NoticeId = NewType("NoticeId", str)
