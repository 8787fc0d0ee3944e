package dev.tenon.runtime.tensorflow.ops;

import dev.tenon.ir.op.Generation;
import dev.tenon.runtime.tensorflow.emit.MappingTable;
import dev.tenon.runtime.tensorflow.emit.NodeContext;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/** How operators that make tensors are written. */
final class GenerationMappings {
  private GenerationMappings() {}

  static void register(MappingTable to) {
    to.single(Generation.Shape.class, GenerationMappings::shape);
    to.single(
        Generation.Size.class,
        (o, at) -> at.tf().op("Size").in(at.in(0)).attr("out_type", DataType.DT_INT64).out());
    to.single(
        Generation.ConstantOfShape.class,
        (o, at) ->
            at.tf()
                .op("Fill")
                .in(at.in(0), at.tf().constant(o.value().reshape(new long[0])))
                .out());
    to.single(Generation.Range.class, (o, at) -> range(at));
    to.single(Generation.EyeLike.class, GenerationMappings::eye);
  }

  private static Output<?> shape(Generation.Shape o, NodeContext at) {
    Output<?> all = at.tf().shape(at.in(0));
    if (o.start() == 0 && o.end() == null) {
      return all;
    }
    return at.tf().part(all, o.from(at.rank(0)), o.to(at.rank(0)));
  }

  /** A limit on the wrong side of the start means no numbers; TensorFlow's kernel refuses it. */
  private static Output<?> range(NodeContext at) {
    Tf tf = at.tf();
    Output<?> start = scalar(at, 0);
    Output<?> limit = scalar(at, 1);
    Output<?> step = scalar(at, 2);
    Tensor known = at.constant(2);
    if (known == null) {
      Output<?> most = tf.binary("Maximum", start, limit);
      Output<?> least = tf.binary("Minimum", start, limit);
      Output<?> forward = tf.binary("Greater", step, tf.unary("ZerosLike", step));
      limit = tf.op("SelectV2").in(forward, most, least).out();
    } else {
      limit = tf.binary(known.getDouble(0) > 0 ? "Maximum" : "Minimum", start, limit);
    }
    return tf.op("Range").in(start, limit, step).out();
  }

  private static Output<?> scalar(NodeContext at, int index) {
    return at.tf().reshape(at.in(index), new long[0]);
  }

  private static Output<?> eye(Generation.EyeLike o, NodeContext at) {
    Tf tf = at.tf();
    DType dtype = o.dtype();
    Output<?> shape = tf.shape(at.in(0));
    Output<?> rows = tf.expandDims(tf.range(tf.element(shape, 0)), 1);
    Output<?> columns = tf.expandDims(tf.range(tf.element(shape, 1)), 0);
    Output<?> diagonal = tf.binary("Equal", tf.sub(columns, rows), tf.scalar(o.k()));
    return tf.cast(diagonal, TensorFlowTypes.of(dtype == null ? at.dtype(0) : dtype));
  }
}
