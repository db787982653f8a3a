package io.cmesh.api.router;

/**
 * A name that was resolved on the way.
 *
 * @param name as asked for
 * @param target what it stands for
 */
public record Hop(String name, String target) {}
