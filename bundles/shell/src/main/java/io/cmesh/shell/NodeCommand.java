package io.cmesh.shell;

import io.cmesh.api.node.Admin;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/** A command on the node; the container sets its fields and runs it. */
abstract class NodeCommand implements Action {
  @Reference @Nullable Admin admin;
  @Reference @Nullable Session session;

  @Override
  public final @Nullable Object execute() throws Exception {
    Admin node = admin;
    Session shell = session;
    if (node == null || shell == null) {
      throw new IllegalStateException("the container set no node (expected: one that is ready)");
    }
    run(node, new Operator(node, shell.getConsole()));
    return null;
  }

  abstract void run(Admin node, Operator operator) throws Exception;
}
