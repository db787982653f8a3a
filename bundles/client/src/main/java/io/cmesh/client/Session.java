package io.cmesh.client;

import java.util.List;

/**
 * A session just opened.
 *
 * @param nodeDid the node's, whose signatures were checked
 * @param did whose session it is
 * @param rights what it permits, for people
 */
public record Session(String nodeDid, String did, List<String> rights, SessionTokens tokens) {}
