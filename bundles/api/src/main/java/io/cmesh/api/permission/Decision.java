package io.cmesh.api.permission;

/**
 * Whether somebody may.
 *
 * @param allowed whether
 * @param reason why or why not, for people: names the rule, the ownership or what is missing; never
 *     secret
 */
public record Decision(boolean allowed, String reason) {}
