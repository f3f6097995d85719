"""Errors in English, for programs whose makers read no Chinese; and who asks for it."""

from collections.abc import Mapping
from typing import Final

ENGLISH: Final[Mapping[str, tuple[str, str]]] = {
    "unknown_id": ("No such record", "There is no such record, or you may not see it."),
    "workspace": ("Workspace not ready", "The workspace holds no records or no index yet, or cannot be written."),
    "output": ("File cannot be written", "The service could not write a file."),
    "bad_input": ("Invalid input", "What was sent cannot be used."),
    "stale_record": ("Changed by somebody else", "Somebody else changed the record after the version you name."),
    "not_signed_in": ("Sign in first", "Nobody is signed in, or the token is wrong, expired or revoked."),
    "too_many_attempts": ("Too many attempts", "Sign-in failed too often; try again in 15 minutes."),
    "not_permitted": ("Not permitted", "Your role, account or token does not allow this."),
    "refused": ("Refused by a rule", "A rule of the workspace refuses this; nothing was changed."),
    "encoder_unavailable": ("Language model unavailable", "The language model cannot be loaded on this server."),
    "index_empty": ("Search index empty", "The search index holds no records."),
    "fault": ("Internal fault", "Something of the service is broken; please tell whoever runs it."),
    "error": ("Not done", "The request could not be carried out."),
    "bad_request": ("Bad request", "The request cannot be read."),
    "forbidden": ("Submission not accepted", "The request did not come from a page of this service."),
    "not_found": ("No such address", "There is nothing at this address."),
    "method_not_allowed": ("Method not allowed", "This address does not take this method."),
    "bad_version": ("No such version", "If-Match does not hold an ETag of this record."),
    "too_large": ("Too large", "The request is larger than is allowed, or does not state its length."),
    "unsupported_media_type": ("Unsupported media type", "This address does not take content of this type."),
    "version_needed": ("Version needed", "Changing, deleting and restoring need If-Match with the record's ETag."),
    "internal": ("Internal error", "The service failed; this was not caused by what you did."),
    "invalid_values": ("Invalid values", "Some values do not fit; `errors` names each of them."),
}
"""Code -> title and detail."""


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
