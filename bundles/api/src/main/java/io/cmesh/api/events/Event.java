package io.cmesh.api.events;

import io.cmesh.api.Bytes;

/**
 * A stored event.
 *
 * @param stream which stream holds it
 * @param sequence in that stream: from 1, without gaps
 * @param timeMillis when it was published, milliseconds since the epoch
 * @param id as published
 */
public record Event(
    String stream, long sequence, String subject, long timeMillis, Bytes payload, Bytes id) {}
