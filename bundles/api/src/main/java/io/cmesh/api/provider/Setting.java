package io.cmesh.api.provider;

/**
 * One configuration key of a provider.
 *
 * @param key as in the PID's file
 * @param meaning one sentence, with the unit
 * @param defaultValue as text; empty for none
 * @param hot whether a change takes effect without opening the instance anew
 */
public record Setting(String key, String meaning, String defaultValue, boolean hot) {}
