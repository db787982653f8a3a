package io.cmesh.api.consensus;

/**
 * One node of the group.
 *
 * @param id the node's name
 * @param url where its door is
 * @param leader whether it leads
 * @param lag entries it is behind the leader; 0 for the leader
 */
public record Member(String id, String url, boolean leader, long lag) {}
