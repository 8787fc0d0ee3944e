package dev.tenon.runtime.tensorflow.saved;

import com.google.protobuf.ByteString;
import dev.tenon.error.MalformedModelException;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Guards operands that say how large a result is to be: a number of a file must not make for
 * minutes of work, or for an allocation whose failure ends the process.
 *
 * <p>The product of the operand's numbers is bounded: for a constant here, else by an Assert that
 * runs before the operation.
 */
final class GuardedSizes {
  /** Operations, and operands by TensorFlow's names with the power of 2 that bounds them. */
  private static final String TABLE =
      """
      Bincount size=28
      BroadcastTo shape=28
      CombinedNonMaxSuppression max_output_size_per_class=24 max_total_size=24
      CropAndResize crop_size=24
      DenseBincount size=28
      Empty shape=28
      ExtractGlimpse size=24
      ExtractGlimpseV2 size=24
      Fill dims=28
      HistogramFixedWidth nbins=24
      ImageProjectiveTransformV2 output_shape=24
      ImageProjectiveTransformV3 output_shape=24
      IRFFT fft_length=24
      IRFFT2D fft_length=24
      LinSpace num=28
      MatrixDiagV2 num_rows=24 num_cols=24
      MatrixDiagV3 num_rows=24 num_cols=24
      Multinomial num_samples=24
      NonMaxSuppressionV4 max_output_size=24
      NonMaxSuppressionV5 max_output_size=24
      OneHot depth=28
      RaggedTensorToTensor shape=28
      RandomGamma shape=24
      RandomStandardNormal shape=26
      RandomUniform shape=26
      RandomUniformInt shape=26
      ResizeArea size=24
      ResizeBicubic size=24
      ResizeBilinear size=24
      ResizeNearestNeighbor size=24
      RFFT fft_length=24
      RFFT2D fft_length=24
      ScaleAndTranslate size=24
      ScatterNd shape=28
      SparseFillEmptyRows dense_shape=28
      SparseToDense output_shape=28
      StatelessMultinomial num_samples=24
      StatelessRandomNormal shape=26
      StatelessRandomNormalV2 shape=26
      StatelessRandomUniform shape=26
      StatelessRandomUniformFullInt shape=26
      StatelessRandomUniformFullIntV2 shape=26
      StatelessRandomUniformInt shape=26
      StatelessRandomUniformIntV2 shape=26
      StatelessRandomUniformV2 shape=26
      StatelessTruncatedNormal shape=26
      StatelessTruncatedNormalV2 shape=26
      TensorArrayV3 size=24
      TensorListReserve num_elements=24
      TensorListResize size=24
      TensorListScatterV2 num_elements=24
      Tile multiples=28
      TruncatedNormal shape=26
      UnsortedSegmentMax num_segments=28
      UnsortedSegmentMin num_segments=28
      UnsortedSegmentProd num_segments=28
      UnsortedSegmentSum num_segments=28
      """;

  private static final Map<String, Map<String, Integer>> SIZES = OperandRanks.table(TABLE);
  private static final AttrValue REAL = type(DataType.DT_DOUBLE);
  private static final TensorShapeProto SCALAR = TensorShapeProto.getDefaultInstance();

  private GuardedSizes() {}

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  /**
   * Returns a checked node behind guards of what it says about sizes.
   *
   * @param guards takes the nodes of the guards
   * @throws MalformedModelException where a constant says that a result is too large
   */
  static NodeDef guarded(NodeDef node, GuardScope scope, List<NodeDef> guards) {
    NodeDef.Builder behind = node.toBuilder();
    OperandRanks.of(node, SIZES)
        .forEach(
            (place, operand) -> {
              double most = Math.scalb(1.0, operand.rank());
              TensorProto constant = scope.constant(node.getInput(place));
              if (constant == null) {
                GuardNodes guard = new GuardNodes(node, scope.inFunction());
                behind.setInput(place, bounded(guard, place, node.getInput(place), operand, most));
                guards.addAll(guard.nodes());
              } else if (product(constant) > most) {
                throw new MalformedModelException(
                    scope.where()
                        + node.getName()
                        + "' ("
                        + node.getOp()
                        + "): operand '"
                        + operand.name()
                        + "' makes for a result of more than "
                        + Math.round(most)
                        + " elements");
              }
            });
    return behind.build();
  }

  private static String bounded(
      GuardNodes guard, int place, String input, OperandRanks.Operand operand, double most) {
    String start = operand.name() + place + "_";
    AttrValue type = type(operand.type());
    String cast = guard.op(start + "real", "Cast", "y", Map.of("SrcT", type, "DstT", REAL), input);
    String size = guard.op(start + "size", "Abs", "y", Map.of("T", REAL), cast);
    String lengths =
        guard.op(
            start + "lengths",
            "Maximum",
            "z",
            Map.of("T", REAL),
            size,
            guard.value(start + "one", DataType.DT_DOUBLE, scalar().addDoubleVal(1)));
    String flat =
        guard.op(
            start + "flat",
            "Reshape",
            "output",
            Map.of("T", REAL, "Tshape", GuardedInputs.WHOLE),
            lengths,
            guard.constant(
                start + "whole",
                TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(-1)));
    String product =
        guard.op(
            start + "product",
            "Prod",
            "output",
            Map.of("T", REAL, "Tidx", GuardedInputs.WHOLE),
            flat,
            guard.constant(start + "axis", scalar().addIntVal(0)));
    String fits =
        guard.op(
            start + "fits",
            "LessEqual",
            "z",
            Map.of("T", REAL),
            product,
            guard.value(start + "most", DataType.DT_DOUBLE, scalar().addDoubleVal(most)));
    String text =
        guard.value(
            start + "text",
            DataType.DT_STRING,
            scalar()
                .addStringVal(
                    ByteString.copyFromUtf8(
                        "'"
                            + operand.name()
                            + "' makes for a result of more than "
                            + Math.round(most)
                            + " elements")));
    AttrValue.Builder types = AttrValue.newBuilder();
    types.getListBuilder().addType(DataType.DT_STRING);
    String check = guard.check(start + "check", "Assert", Map.of("T", types.build()), fits, text);
    return guard.op(start + "bounded", "Identity", "output", Map.of("T", type), input, check);
  }

  private static TensorProto.Builder scalar() {
    return TensorProto.newBuilder().setTensorShape(SCALAR);
  }

  /** Returns the product of a constant's lengths, those below 1 taken for 1. */
  private static double product(TensorProto constant) {
    long elements = 1;
    for (TensorShapeProto.Dim dim : constant.getTensorShape().getDimList()) {
      elements *= dim.getSize();
    }
    double product = 1;
    double last = 0;
    for (long i = 0; i < elements && i < 256; i++) {
      last = WholeNumbers.at(constant, (int) i, last);
      product *= Math.max(1, Math.abs(last));
    }
    return product;
  }
}
