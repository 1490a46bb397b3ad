"""A log line as one JSON object."""

import logging

from pythonjsonlogger.json import JsonFormatter


class JsonLines(JsonFormatter):
    """Time in UTC, level, logger, number of the request and message, with what a line adds by `extra`."""

    def __init__(self) -> None:
        super().__init__("%(message)s", timestamp="time", static_fields={})

    def add_fields(
        self, log_data: dict[str, object], record: logging.LogRecord, message_dict: dict[str, object]
    ) -> None:
        """The fields of every line, in front of its own."""
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["request_id"] = getattr(record, "request_id", "")
        super().add_fields(log_data, record, message_dict)
        for private in ("request", "status_code"):  # Django hangs whole objects on a line
            log_data.pop(private, None)
