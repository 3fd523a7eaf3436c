"""Every problem that the API can answer with: its stable code, its status, and what to do about it."""

from __future__ import annotations

from typing import Final

# Anybody may get these anywhere.
ANYWHERE: Final[dict[str, tuple[int, str]]] = {
    "key_missing": (401, "Send your key as: Authorization: Bearer ob_..."),
    "key_unknown": (401, "We do not know this key. Check it letter by letter."),
    "key_revoked": (401, "This key was revoked. Use the new one."),
    "key_expired": (401, "This key has expired. Ask the works for a new one."),
    "merchant_closed": (401, "This shop is closed here. Ask the works."),
    "scope_missing": (403, "This key lacks the scope orders:write. Ask the works for a key with it."),
    "method_not_allowed": (405, "This address does not do that. The Allow header says what it does."),
    "not_acceptable": (406, "We answer in JSON. Send Accept: application/json, or no Accept at all."),
    "too_many_requests": (429, "Too many requests. Wait as long as Retry-After says."),
    "internal_error": (500, "Something broke on our side. Nothing was changed. Give us the request_id."),
    "busy": (503, "The house is busy. Try again."),
    "unavailable": (503, "The house cannot reach its books. Try again soon."),
}
# Every list and feed.
QUERY: Final[dict[str, tuple[int, str]]] = {
    "parameter_unknown": (422, "Known parameters: cursor, limit."),
    "parameter_repeated": (422, "Send each parameter once."),
    "parameter_invalid": (422, "Send a whole number from 1 to 200."),
    "cursor_invalid": (422, "This cursor is not one of ours. Start from the first page."),
}
# Every POST, before its body is looked at.
POST: Final[dict[str, tuple[int, str]]] = {
    "json_invalid": (400, "This is not JSON: line 1, column 18. Check commas, quotes and brackets."),
    "field_repeated": (400, "A field stands twice in one object. Send each field once."),
    "json_too_deep": (400, "The body is nested more than 32 levels deep. Make it flatter."),
    "idempotency_key_missing": (
        400,
        "Send an Idempotency-Key header: a new UUID for each new request, the same one when you repeat it.",
    ),
    "idempotency_key_invalid": (400, "The Idempotency-Key must be 1 to 255 visible ASCII characters. Send a UUID."),
    "request_in_progress": (409, "The same request is being answered just now. Ask again in a second."),
    "length_missing": (411, "Send the body in one piece, with a Content-Length header."),
    "body_too_large": (413, "The body is over 1 MB. Send fewer orders at a time."),
    "media_type_unsupported": (415, "Send JSON, with Content-Type: application/json."),
    "idempotency_key_reused": (422, "This key was used for another request. Send a new key."),
    "no_room": (507, "The house has no room to write. Try later."),
}
# The fields of a body, one by one; several kinds at once are `body_invalid`.
BODY: Final[dict[str, tuple[int, str]]] = {
    "body_invalid": (422, "Several things in the body are wrong. See errors."),
    "field_missing": (422, "This field is missing. Send it."),
    "field_unknown": (422, "We do not know this field. Leave it out or check its name."),
    "field_null": (422, "This field is null. Send a value, or leave it out."),
    "not_an_object": (422, "Send an object here: {...}."),
    "not_a_list": (422, "Send a list here: [...]."),
    "not_text": (422, "Send text here, in quotes."),
    "not_whole": (422, "Send a whole number here, without quotes, point or fraction."),
    "not_a_flag": (422, "Send true or false here, without quotes."),
    "not_a_choice": (422, "Send one of: standard, express."),
    "not_a_moment": (422, "Send a moment with its offset: 2026-03-01T16:00:00+01:00."),
    "out_of_range": (422, "This number is out of range: 1 to 10000."),
    "empty": (422, "The list is empty. Send at least one."),
    "too_long": (422, "This text is too long: at most 64 characters."),
    "too_many": (422, "The list is too long: at most 500."),
    "unreadable": (422, "There is a sign here that cannot be printed. Leave it out."),
    "form": (422, "This text does not have the right form: visible characters without spaces."),
    "personal_data": (422, "This looks like a card number. Leave it out; it was not kept."),
}
ORDER: Final[dict[str, tuple[int, str]]] = {
    "duplicate_merchant_ref": (409, "This merchant_ref was ordered before. Read that order, or send a new reference."),
    "unknown_sku": (422, "We do not know this SKU. Register the product first."),
    "sku_not_allowed": (422, "This product may not be handled here. Take it out."),
    "duplicate_sku": (422, "This SKU stands on an earlier line. Add the quantities up."),
    "ship_by_past": (422, "This moment has passed. Send a later one, or leave it out."),
    "ship_by_too_late": (422, "This is more than a year away. Send an earlier moment."),
    "addressee_not_allowed": (422, "Your programme takes no addressees. Leave the field out; it was not kept."),
}
CANCELLATION: Final[dict[str, tuple[int, str]]] = {
    "already_packed": (409, "The order is packed. It can no longer be stopped; open a return when it comes back."),
    "already_shipped": (409, "The order has left. It can no longer be stopped; open a return when it comes back."),
    "already_rejected": (409, "We refused this order before. There is nothing to stop."),
}
CARRIER_LABEL: Final[dict[str, tuple[int, str]]] = {
    "already_labelled": (409, "The parcel of this order bears its label already."),
    "order_ended": (409, "This order has ended. It needs no label any more."),
    "label_too_large": (413, "The file is over 700000 bytes. Ask the carrier for a smaller one."),
    "not_base64": (422, "This is not base64. Send the bytes of the file in base64, without line breaks."),
    "label_type_wrong": (422, "The file is not what media_type says. Send the bytes as the carrier gave them."),
    "addressee_not_allowed": (422, "Your programme takes no addressees. Leave the field out; it was not kept."),
}
PRODUCT: Final[dict[str, tuple[int, str]]] = {
    "duplicate_product": (409, "You registered this SKU before. Read it, or send another."),
    "code_taken": (422, "This code stands on another product of yours, or twice on this one."),
    "code_reserved": (422, "This looks like a label of the works. Leave it out."),
}
NOT_FOUND: Final[dict[str, tuple[int, str]]] = {"not_found": (404, "You have no such order.")}
ROTATION: Final[dict[str, tuple[int, str]]] = {
    "key_ended": (409, "This key has ended. Ask the works for a new one."),
    "secret_shown_once": (
        409,
        "Only the key that asked can read this answer. Rotate again with a new Idempotency-Key.",
    ),
}
OUTSIDE: Final[dict[str, tuple[int, str]]] = {
    "bad_request": (400, "This request cannot be read."),
    "forbidden": (403, "This is not for you."),
}
ALL: Final[dict[str, tuple[int, str]]] = {
    **ANYWHERE, **QUERY, **POST, **BODY, **ORDER, **CANCELLATION, **CARRIER_LABEL, **PRODUCT, **NOT_FOUND,
    **ROTATION, **OUTSIDE,
}  # fmt: skip
