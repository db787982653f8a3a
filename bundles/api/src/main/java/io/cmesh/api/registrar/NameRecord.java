package io.cmesh.api.registrar;

/**
 * A registered name.
 *
 * @param name as first written
 * @param target an FQMN, as written
 * @param owner a DID
 * @param registeredAt milliseconds since the epoch
 * @param index of the command that last changed it
 */
public record NameRecord(String name, String target, String owner, long registeredAt, long index) {}
