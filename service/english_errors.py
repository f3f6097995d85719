"""Errors in English, for programs whose makers read no Chinese; and who asks for it."""

from collections.abc import Mapping
from typing import Final

ENGLISH: Final[Mapping[str, tuple[str, str, str]]] = {
    "unknown_id": (
        "No such record",
        "There is no such record, or you may not see it.",
        "Check the number, or take it from a list.",
    ),
    "workspace": (
        "Workspace not ready",
        "The workspace holds no records or no index yet, or cannot be written.",
        "Tell whoever runs the service.",
    ),
    "output": ("File cannot be written", "The service could not write a file.", "Tell whoever runs the service."),
    "bad_input": ("Invalid input", "What was sent cannot be used.", "Correct it and send it again."),
    "stale_record": (
        "Changed by somebody else",
        "Somebody else changed the record after the version you name.",
        "Look at `changes`, read the record again, and decide anew.",
    ),
    "not_signed_in": (
        "Sign in first",
        "Nobody is signed in, or the token is wrong, expired or revoked.",
        "Send a token that counts: Authorization: Bearer dj_...",
    ),
    "too_many_attempts": (
        "Too many attempts",
        "Sign-in failed too often.",
        "Try again in 15 minutes, or have an administrator set another password.",
    ),
    "not_permitted": (
        "Not permitted",
        "Your role, account or token does not allow this.",
        "Ask an administrator, or make a token for this action.",
    ),
    "refused": (
        "Refused by a rule",
        "A rule of the workspace refuses this; nothing was changed.",
        "Read the record again and see what is allowed now.",
    ),
    "encoder_unavailable": (
        "Language model unavailable",
        "The language model cannot be loaded on this server.",
        "Tell whoever runs the service.",
    ),
    "index_empty": ("Search index empty", "The search index holds no records.", "Have the index job run."),
    "fault": ("Internal fault", "Something of the service is broken.", "Tell whoever runs the service."),
    "error": ("Not done", "The request could not be carried out.", ""),
    "bad_request": ("Bad request", "The request cannot be read.", ""),
    "forbidden": (
        "Submission not accepted",
        "The request did not come from a page of this service.",
        "Send it from a page of this service, or from a program with a token.",
    ),
    "not_found": ("No such address", "There is nothing at this address.", "Check the address."),
    "method_not_allowed": (
        "Method not allowed",
        "This address does not take this method.",
        "Use a method that Allow names.",
    ),
    "bad_version": (
        "No such version",
        "If-Match does not hold an ETag of this record.",
        "Read the record again and send its ETag back as it is.",
    ),
    "too_large": (
        "Too large",
        "The request is larger than is allowed, or does not state its length.",
        "State the length, or send it in parts.",
    ),
    "unsupported_media_type": (
        "Unsupported media type",
        "This address does not take content of this type.",
        "Send application/json; a file as multipart/form-data.",
    ),
    "version_needed": (
        "Version needed",
        "Changing, deleting and restoring need If-Match with the record's ETag.",
        "Read the record and send its ETag in If-Match.",
    ),
    "internal": (
        "Internal error",
        "The service failed; this was not caused by what you did.",
        "Try again later; if it stays, tell whoever runs the service when it happened.",
    ),
    "invalid_values": (
        "Invalid values",
        "Some values do not fit; `errors` names each of them.",
        "Correct them and send them again.",
    ),
}
"""Code -> title, detail, and what can be done ("" where nothing can)."""


def wants_english(accepted: str) -> bool:
    """Tell whether somebody would rather read English than Chinese, which everybody gets who does not say.

    Args:
        accepted: the Accept-Language header (RFC 9110, 12.5.4).
    """
    weights = {"en": 0.0, "zh": 0.0}
    for part in accepted.lower().split(","):
        tag, _, parameter = part.partition(";")
        language = tag.strip().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _quality(parameter))
    return weights["en"] > weights["zh"]


def _quality(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    digits = value.strip()
    return float(digits) if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit() else 0.0
