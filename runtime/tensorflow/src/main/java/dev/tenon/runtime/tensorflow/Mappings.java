package dev.tenon.runtime.tensorflow;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Foreign;
import dev.tenon.ir.op.RuntimeOperators;
import java.util.List;

/** All mappings of this engine, a file for each family of operators. */
final class Mappings {
  static final MappingTable TABLE = new MappingTable();

  static {
    UnaryMappings.register(TABLE);
    BinaryMappings.register(TABLE);
    VariadicMappings.register(TABLE);
    ActivationMappings.register(TABLE);
    ReductionMappings.register(TABLE);
    MovementMappings.register(TABLE);
    IndexingMappings.register(TABLE);
    GenerationMappings.register(TABLE);
    LinearMappings.register(TABLE);
    ConvolutionMappings.register(TABLE);
    PoolingMappings.register(TABLE);
    NormalizationMappings.register(TABLE);
    ImagingMappings.register(TABLE);
    RecurrentMappings.register(TABLE);
    RandomMappings.register(TABLE);
    ControlMappings.register(TABLE);
    VisionMappings.register(TABLE);
    SignalMappings.register(TABLE);
    TextMappings.register(TABLE);
    DrawingMappings.register(TABLE);
    TraditionalMlMappings.register(TABLE);
    TABLE.some(
        Foreign.Opaque.class, PictureFiles::is, (o, at) -> PictureFiles.decode(o, at));
    TABLE.unsupported(Foreign.Opaque.class, Mappings::opaque);
  }

  private Mappings() {}

  private static String opaque(Operator operator) {
    Foreign.Opaque opaque = (Foreign.Opaque) operator;
    return RuntimeOperators.reason(opaque.domain(), opaque.operator());
  }
}
