/** What a provider is. Start at {@link io.cmesh.api.provider.ProviderFactory}. */
@Export
@Version("0.3.0")
@NullMarked
package io.cmesh.api.provider;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
