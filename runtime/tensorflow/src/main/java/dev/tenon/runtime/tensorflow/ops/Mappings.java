package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.RuntimeOperators;
import dev.tenon.ir.pass.decomposition.Expansions;
import dev.tenon.runtime.Differentiation;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.ops.image.ConvolutionMappings;
import dev.tenon.runtime.tensorflow.ops.image.ImageDecoderMapping;
import dev.tenon.runtime.tensorflow.ops.image.ImagingMappings;
import dev.tenon.runtime.tensorflow.ops.image.PoolingMappings;
import dev.tenon.runtime.tensorflow.ops.text.TextMappings;
import dev.tenon.runtime.tensorflow.recurrence.ControlMappings;
import dev.tenon.runtime.tensorflow.recurrence.RecurrentMappings;
import java.util.List;
import org.tensorflow.Output;

/**
 * All mappings of this engine, a file for each family of operators. An operator without a mapping
 * of its own is written in plainer ones where there is a rule for that.
 */
public final class Mappings {
  public static final MappingTable TABLE = new MappingTable();

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
    SignalMappings.register(TABLE);
    TextMappings.register(TABLE);
    DrawingMappings.register(TABLE);
    TABLE.many(Differentiation.Gradient.class, (o, at) -> at.emitter().gradients(at.node()));
    TABLE.same(Differentiation.StopGradient.class, "StopGradient", 1);
    CollectiveMappings.register(TABLE);
    TABLE.unsupported(
        CustomOperator.Opaque.class,
        "only ONNX Runtime knows what it computes, where it has it",
        Mappings::opaque);
    for (Class<? extends Operator> operator : Expansions.operators()) {
      if (TABLE.find(operator) == null) {
        TABLE.many(operator, (o, at) -> at.expanded());
      }
    }
  }

  private Mappings() {}

  private static List<Output<?>> opaque(CustomOperator.Opaque operator, NodeContext at) {
    if (ImageDecoderMapping.is(operator)) {
      return ImageDecoderMapping.decode(operator, at);
    }
    throw at.refuse(RuntimeOperators.reason(operator.domain(), operator.operator()));
  }
}
