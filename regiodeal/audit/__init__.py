"""The audit trail of the portal, and the request id that ties log lines together."""
