package io.cmesh.api.iam;

import java.time.Instant;

/**
 * What a session hands out.
 *
 * @param token the access token, a JWT
 * @param renew the renewal token, a JWT
 * @param expires when the access token ends
 */
public record Tokens(String token, String renew, Instant expires) {}
