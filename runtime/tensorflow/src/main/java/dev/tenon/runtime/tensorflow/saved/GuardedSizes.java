package dev.tenon.runtime.tensorflow.saved;

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
 * <p>The product of the operand's numbers is bounded, or the largest of them: for a constant here,
 * else by an Assert that runs before the operation.
 */
final class GuardedSizes {
  /**
   * Operations, and operands by TensorFlow's names with the power of 2 that bounds them: their
   * product, or the largest of them where the power is written negative.
   */
  private static final String TABLE =
      """
      Bincount size=28
      BroadcastTo shape=28
      CombinedNonMaxSuppression max_output_size_per_class=24 max_total_size=24
      CropAndResize crop_size=24
      DenseBincount size=28
      DynamicStitch indices=-24
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
      ParallelDynamicStitch indices=-24
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
      SegmentMax segment_ids=-24
      SegmentMean segment_ids=-24
      SegmentMin segment_ids=-24
      SegmentProd segment_ids=-24
      SegmentSum segment_ids=-24
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
      TensorArrayScatterV3 indices=-24
      TensorArrayV3 size=24
      TensorArrayWriteV3 index=-24
      TensorListReserve num_elements=24
      TensorListResize size=24
      TensorListScatter indices=-24
      TensorListScatterV2 num_elements=24
      TensorListSetItem index=-24
      Tile multiples=28
      TruncatedNormal shape=26
      UnsortedSegmentMax num_segments=28
      UnsortedSegmentMin num_segments=28
      UnsortedSegmentProd num_segments=28
      UnsortedSegmentSum num_segments=28
      """;

  private static final Map<String, Map<String, Integer>> SIZES = OperandRanks.table(TABLE);
  private static final int MOST_AXES = 256;
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
              double most = Math.scalb(1.0, Math.abs(operand.rank()));
              TensorProto constant = scope.constant(node.getInput(place));
              if (constant == null) {
                GuardNodes guard = new GuardNodes(node, scope.inFunction());
                behind.setInput(place, bounded(guard, place, node.getInput(place), operand, most));
                guards.addAll(guard.nodes());
              } else if (size(constant, operand.rank() < 0) > most) {
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
            operand.rank() < 0 ? "Max" : "Prod",
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
    String check =
        guard.check(
            start + "check",
            fits,
            "'"
                + operand.name()
                + "' makes for a result of more than "
                + Math.round(most)
                + " elements");
    return guard.unfolded(start + "bounded", type, input, check);
  }

  private static TensorProto.Builder scalar() {
    return TensorProto.newBuilder().setTensorShape(SCALAR);
  }

  /** Returns the product of a constant's numbers, those below 1 taken for 1, or the largest. */
  private static double size(TensorProto constant, boolean largest) {
    long elements = 1;
    for (TensorShapeProto.Dim dim : constant.getTensorShape().getDimList()) {
      elements *= dim.getSize();
    }
    double size = 1;
    double last = 0;
    for (long i = 0; i < elements && (largest || i < MOST_AXES); i++) {
      last = WholeNumbers.at(constant, (int) i, last);
      size = largest ? Math.max(size, last) : size * Math.max(1, Math.abs(last));
    }
    return size;
  }
}
