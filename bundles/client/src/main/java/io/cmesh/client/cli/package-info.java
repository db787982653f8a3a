/**
 * The {@code cmesh} command line, one class a noun. Start at {@link io.cmesh.client.cli.Main}; a
 * command prints through its {@link io.cmesh.client.cli.Context} alone.
 */
@NullMarked
package io.cmesh.client.cli;

import org.jspecify.annotations.NullMarked;
