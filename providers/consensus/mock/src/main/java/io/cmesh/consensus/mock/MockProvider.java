package io.cmesh.consensus.mock;

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
import io.cmesh.log.GroupCommitLog;
import io.cmesh.log.LogOptions;
import io.cmesh.log.SegmentedLog;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Opens {@link MockConsensus}. */
@Component(service = ProviderFactory.class)
@MeshProvider(role = "consensus", name = "mock")
public final class MockProvider implements ProviderFactory<Consensus> {
  private static final String FORMAT = "consensus-mock";
  private static final int DEFAULT_MEMBERS = 3;
  private static final int MOST_MEMBERS = 99;
  private static final long SEGMENT_BYTES = 32L << 20;

  private final Descriptor descriptor;

  /** As the bundle that it comes in. */
  @Activate
  public MockProvider(BundleContext context) {
    this(BundleVersion.of(context));
  }

  MockProvider(String version) {
    descriptor =
        new Descriptor(
            Role.CONSENSUS,
            "mock",
            version,
            true,
            false,
            HandOver.SNAPSHOT,
            Set.of(),
            List.of(
                new Setting("members", "how many members the group plays, 1 to 99", "3", false)));
  }

  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public Instance<Consensus> open(Opening opening) {
    int members = (int) opening.settings().number("members", DEFAULT_MEMBERS, 1, MOST_MEMBERS);
    LogOptions options =
        LogOptions.of(FORMAT)
            .withSegmentBytes(SEGMENT_BYTES)
            .withMaxRecordBytes(MockConsensus.FORMAT.mostBytes());
    SegmentedLog log = SegmentedLog.open(opening.disk(), opening.dir(), options);
    return new MockConsensus(
            new GroupCommitLog(log, opening.scheduler(), "consensus-mock", true),
            opening.transport().self(),
            members)
        .instance();
  }
}
