package io.cmesh.api.command;

import io.cmesh.api.Bytes;

/**
 * What a provider or application forms; the kernel adds who, when, seed and id, and orders it.
 *
 * @param type handler and version: {@code name.register/1}
 * @param body for the handler
 */
public record CommandDraft(String type, Bytes body) {}
