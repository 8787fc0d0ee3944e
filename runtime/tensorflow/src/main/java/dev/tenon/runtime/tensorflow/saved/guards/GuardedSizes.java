package dev.tenon.runtime.tensorflow.saved.guards;

import dev.tenon.error.MalformedModelException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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
 * <p>A constant is checked here; before another operand an Assert fails the run.
 */
final class GuardedSizes {
  /** How the numbers of an operand are bounded. */
  private enum Kind {
    /** Their product, those below 1 taken for 1, is at most 2 to the power that is given. */
    PRODUCT,
    /** None is larger than 2 to the power that is given, whatever its sign. */
    LARGEST,
    /** Two for each axis: the product over the axes of 1 more than their sum, as a power of 2. */
    PADDING,
    /** None is smaller than the number that is given. */
    LEAST
  }

  /** Operations, and operands by TensorFlow's names with a number. */
  private static final Map<Kind, Map<String, Map<String, Integer>>> SIZES =
      new EnumMap<>(Kind.class);

  static {
    SIZES.put(
        Kind.PRODUCT,
        OperandRanks.table(
            """
            BatchToSpaceND block_shape=24
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
            IRFFT fft_length=24
            IRFFT2D fft_length=24
            ImageProjectiveTransformV2 output_shape=24
            ImageProjectiveTransformV3 output_shape=24
            LinSpace num=28
            MatrixDiagV2 num_rows=24 num_cols=24
            MatrixDiagV3 num_rows=24 num_cols=24
            Multinomial num_samples=24
            NonMaxSuppressionV4 max_output_size=24
            NonMaxSuppressionV5 max_output_size=24
            OneHot depth=28
            RFFT fft_length=24
            RFFT2D fft_length=24
            RaggedTensorToTensor shape=28
            RandomGamma shape=24
            RandomStandardNormal shape=26
            RandomUniform shape=26
            RandomUniformInt shape=26
            ResizeArea size=24
            ResizeBicubic size=24
            ResizeBilinear size=24
            ResizeNearestNeighbor size=24
            ScaleAndTranslate size=24
            ScatterNd shape=28
            SpaceToBatchND block_shape=24
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
            """));
    SIZES.put(
        Kind.LARGEST,
        OperandRanks.table(
            """
            AdjustHue delta=10
            DynamicStitch indices=24
            ParallelDynamicStitch indices=24
            RaggedGather params_nested_splits=24
            RaggedTensorToSparse rt_nested_splits=24
            RaggedTensorToTensor row_partition_tensors=24
            SegmentMax segment_ids=24
            SegmentMean segment_ids=24
            SegmentMin segment_ids=24
            SegmentProd segment_ids=24
            SegmentSum segment_ids=24
            StringNGrams data_splits=24
            TensorArrayScatterV3 indices=24
            TensorArrayWriteV3 index=24
            TensorListScatter indices=24
            TensorListSetItem index=24
            """));
    SIZES.put(
        Kind.PADDING,
        OperandRanks.table(
            """
            BatchToSpace crops=26
            BatchToSpaceND crops=26
            MirrorPad paddings=26
            Pad paddings=26
            PadV2 paddings=26
            SpaceToBatch paddings=26
            SpaceToBatchND paddings=26
            """));
    SIZES.put(
        Kind.LEAST,
        OperandRanks.table(
            """
            BlockLSTM seq_len_max=0
            BlockLSTMV2 seq_len_max=0
            IRFFT fft_length=1
            IRFFT2D fft_length=1
            RFFT fft_length=1
            RFFT2D fft_length=1
            RaggedGather params_nested_splits=0
            RaggedTensorToSparse rt_nested_splits=0
            RaggedTensorToTensor row_partition_tensors=0
            StringNGrams data_splits=0
            """));
  }

  private static final int MOST_AXES = 254;
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
    SIZES.forEach(
        (kind, table) ->
            OperandRanks.of(node, table)
                .forEach(
                    (place, operand) -> {
                      TensorProto constant = scope.constant(node.getInput(place));
                      if (constant != null) {
                        check(node, scope, constant, operand, kind);
                        return;
                      }
                      GuardNodes guard = new GuardNodes(node, scope.inFunction());
                      String input = behind.getInput(place);
                      behind.setInput(place, bounded(guard, place, input, operand, kind));
                      guards.addAll(guard.nodes());
                    }));
    return behind.build();
  }

  private static void check(
      NodeDef node,
      GuardScope scope,
      TensorProto constant,
      OperandRanks.Operand operand,
      Kind kind) {
    double size = size(constant, kind);
    if (kind == Kind.LEAST ? size < operand.rank() : size > Math.scalb(1.0, operand.rank())) {
      throw new MalformedModelException(
          scope.where() + node.getName() + "' (" + node.getOp() + "): " + said(operand, kind));
    }
  }

  private static String said(OperandRanks.Operand operand, Kind kind) {
    String start = "operand '" + operand.name() + "' ";
    return kind == Kind.LEAST
        ? start + "has a number below " + operand.rank()
        : start + "makes for a result of more than " + (1L << operand.rank()) + " elements";
  }

  private static String bounded(
      GuardNodes guard, int place, String input, OperandRanks.Operand operand, Kind kind) {
    String start = kind.name().toLowerCase(Locale.ROOT) + place + "_";
    AttrValue type = type(operand.type());
    Map<String, AttrValue> real = Map.of("T", REAL);
    Map<String, AttrValue> reduced = Map.of("T", REAL, "Tidx", GuardedInputs.WHOLE);
    String numbers =
        guard.op(start + "real", "Cast", "y", Map.of("SrcT", type, "DstT", REAL), input);
    String one = guard.value(start + "one", DataType.DT_DOUBLE, scalar().addDoubleVal(1));
    if (kind != Kind.LEAST) {
      numbers = guard.op(start + "size", "Abs", "y", real, numbers);
    }
    if (kind == Kind.PADDING) {
      String axis = guard.constant(start + "pair", scalar().addIntVal(1));
      String both = guard.op(start + "both", "Sum", "output", reduced, numbers, axis);
      numbers = guard.op(start + "more", "AddV2", "z", real, both, one);
    } else if (kind == Kind.PRODUCT) {
      numbers = guard.op(start + "lengths", "Maximum", "z", real, numbers, one);
    }
    TensorProto.Builder whole =
        TensorProto.newBuilder().setTensorShape(GuardNodes.vector(1)).addIntVal(-1);
    String flat =
        guard.op(
            start + "flat",
            "Reshape",
            "output",
            Map.of("T", REAL, "Tshape", GuardedInputs.WHOLE),
            numbers,
            guard.constant(start + "whole", whole));
    String reduction =
        switch (kind) {
          case PRODUCT, PADDING -> "Prod";
          case LARGEST -> "Max";
          case LEAST -> "Min";
        };
    String axis = guard.constant(start + "axis", scalar().addIntVal(0));
    String result = guard.op(start + "all", reduction, "output", reduced, flat, axis);
    double bound = kind == Kind.LEAST ? operand.rank() : Math.scalb(1.0, operand.rank());
    String limit = guard.value(start + "limit", DataType.DT_DOUBLE, scalar().addDoubleVal(bound));
    String comparison = kind == Kind.LEAST ? "GreaterEqual" : "LessEqual";
    String fits = guard.op(start + "fits", comparison, "z", real, result, limit);
    String check = guard.check(start + "check", fits, said(operand, kind));
    return guard.unfolded(start + "bounded", type, input, check);
  }

  private static TensorProto.Builder scalar() {
    return TensorProto.newBuilder().setTensorShape(SCALAR);
  }

  /** Returns what is bounded of a constant's numbers. */
  private static double size(TensorProto constant, Kind kind) {
    long elements = 1;
    for (TensorShapeProto.Dim dim : constant.getTensorShape().getDimList()) {
      elements *= dim.getSize();
    }
    if (kind == Kind.PRODUCT && elements > MOST_AXES) {
      return Double.POSITIVE_INFINITY;
    }
    double size = kind == Kind.LEAST ? Double.POSITIVE_INFINITY : 1;
    double last = 0;
    double before = 0;
    for (int i = 0; i < elements; i++) {
      before = last;
      last = ConstantEntries.at(constant, i, last);
      double length = Math.abs(last);
      size =
          switch (kind) {
            case PRODUCT -> size * Math.max(1, length);
            case LARGEST -> Math.max(size, length);
            case PADDING -> i % 2 == 0 ? size : size * (1 + length + Math.abs(before));
            case LEAST -> Math.min(size, last);
          };
    }
    return size;
  }
}
