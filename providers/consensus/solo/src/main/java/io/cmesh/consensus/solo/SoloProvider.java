package io.cmesh.consensus.solo;

import io.cmesh.api.consensus.Consensus;
import io.cmesh.api.provider.BundleVersion;
import io.cmesh.api.provider.Descriptor;
import io.cmesh.api.provider.HandOver;
import io.cmesh.api.provider.Instance;
import io.cmesh.api.provider.MeshProvider;
import io.cmesh.api.provider.Opening;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.api.provider.Role;
import io.cmesh.api.provider.Setting;
import io.cmesh.api.provider.Settings;
import io.cmesh.log.GroupCommitLog;
import io.cmesh.log.LogOptions;
import io.cmesh.log.SegmentedLog;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens {@link SoloConsensus}. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "consensus", name = "solo")
public final class SoloProvider implements ProviderFactory<Consensus> {
  private static final String FORMAT = "consensus-solo";
  private static final long DEFAULT_SEGMENT_BYTES = 32L << 20;

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public SoloProvider(BundleContext context) {
    this(BundleVersion.of(context));
  }

  SoloProvider(String version) {
    descriptor =
        new Descriptor(
            Role.CONSENSUS,
            "solo",
            version,
            true,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            List.of(
                new Setting(
                    "fsync",
                    "whether a write is answered only once it is on disk (true), or once the operating"
                        + " system has it (false): then the last ones are lost with the power",
                    "true",
                    false),
                new Setting(
                    "segmentBytes",
                    "bytes after which the log begins another file",
                    "32MiB",
                    false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Consensus> open(Opening opening) {
    Settings settings = opening.settings();
    boolean fsync = settings.flag("fsync", true);
    LogOptions options =
        LogOptions.of(FORMAT)
            .withMaxRecordBytes(SoloConsensus.FORMAT.mostBytes())
            .withSegmentBytes(Math.max(1, settings.bytes("segmentBytes", DEFAULT_SEGMENT_BYTES)));
    SegmentedLog log = SegmentedLog.open(opening.disk(), opening.dir(), options);
    return new SoloConsensus(
            new GroupCommitLog(log, opening.scheduler(), "consensus-solo", fsync),
            opening.transport().self())
        .instance();
  }
}
