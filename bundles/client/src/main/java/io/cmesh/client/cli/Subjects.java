package io.cmesh.client.cli;

import io.cmesh.client.identity.RootFile;

/** What people may write in place of a DID: the name of one of their identities. */
final class Subjects {
  private Subjects() {}

  /** A DID or attribute as it is; of a name, its DID. */
  static String did(String text, Context context) {
    if (text.contains(":")) {
      return text;
    }
    Store store = context.store();
    if (!store.names().contains(text)) {
      throw new Context.UsageException(
          text
              + " is none of your identities "
              + store.names()
              + " (expected: a DID or one of them)");
    }
    return RootFile.load(store.root()).identity(text).did();
  }
}
