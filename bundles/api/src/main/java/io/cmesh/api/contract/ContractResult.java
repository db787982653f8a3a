package io.cmesh.api.contract;

import io.cmesh.api.Bytes;

/**
 * What a call answers.
 *
 * @param payload JSON text, UTF-8
 * @param gasUsed at most the call's limit
 */
public record ContractResult(Bytes payload, long gasUsed) {}
