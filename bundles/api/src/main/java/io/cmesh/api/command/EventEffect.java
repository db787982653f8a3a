package io.cmesh.api.command;

import io.cmesh.api.Bytes;

/**
 * An event that a command causes: put into the outbox with it, published by the pump.
 *
 * @param subject dotted, no wildcards
 * @param payload JSON text, UTF-8
 */
public record EventEffect(String subject, Bytes payload) {}
