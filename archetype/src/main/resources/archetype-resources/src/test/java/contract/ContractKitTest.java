package ${package};

import io.cmesh.api.Bytes;
import io.cmesh.api.contract.ContractRuntime;
import io.cmesh.api.provider.ProviderFactory;
import io.cmesh.tck.contract.ContractRuntimeKit;
import java.util.List;

/** The role's specification; what was met is told in target/tck. */
class ContractKitTest extends ContractRuntimeKit {
  @Override
  protected ProviderFactory<ContractRuntime> factory() {
    return new ContractFactory("0.1.0");
  }

  @Override
  protected Sample writing() {
    return new Sample(Bytes.utf8("counter"), "add", null);
  }

  @Override
  protected Sample reading() {
    return new Sample(Bytes.utf8("counter"), "value", null);
  }

  @Override
  protected Sample failing() {
    return new Sample(Bytes.utf8("broken"), "fail", null);
  }

  @Override
  protected List<Bytes> badCode() {
    return List.of(Bytes.EMPTY, Bytes.utf8("nothing"), Bytes.hex("0061736d"));
  }
}
