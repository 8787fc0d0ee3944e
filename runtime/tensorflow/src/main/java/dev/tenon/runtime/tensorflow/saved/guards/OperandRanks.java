package dev.tenon.runtime.tensorflow.saved.guards;

import com.google.protobuf.ByteString;
import dev.tenon.runtime.tensorflow.saved.ArgumentTypes;
import dev.tenon.runtime.tensorflow.saved.OperatorDefinitions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * The ranks of operands that TensorFlow's kernels take for granted, or look at too late: another
 * one ends the process. TensorFlow's shape functions know most of them, but it does not ask them of
 * functions' bodies, nor where a shape is known only in the run.
 */
final class OperandRanks {
  /** Operations, and operands by TensorFlow's names with their rank. */
  private static final String TABLE =
      """
      ArgMax dimension=0
      ArgMin dimension=0
      AvgPool value=4
      AvgPool3D input=5
      Bincount size=0
      BlockLSTM seq_len_max=0
      BlockLSTMV2 seq_len_max=0
      BroadcastArgs s0=1 s1=1
      BroadcastGradientArgs s0=1 s1=1
      Case branch_index=0
      Concat concat_dim=0
      CombinedNonMaxSuppression scores=3
      ConcatV2 axis=0
      ConjugateTranspose perm=1
      Conv2D input=4
      Conv3D input=5
      CropAndResize crop_size=1
      Cumprod axis=0
      Cumsum axis=0
      CumulativeLogsumexp axis=0
      DenseBincount size=0
      DepthwiseConv2dNative input=4 filter=4
      EmptyTensorList max_num_elements=0
      ExtractGlimpse size=1
      ExtractGlimpseV2 size=1
      FakeQuantWithMinMaxVars min=0 max=0
      Fill value=0
      FusedBatchNorm x=4
      FusedBatchNormV2 x=4
      GatherV2 axis=0
      HistogramFixedWidth nbins=0 value_range=1
      IRFFT fft_length=1
      IRFFT2D fft_length=1
      ImageProjectiveTransformV2 output_shape=1
      ImageProjectiveTransformV3 output_shape=1
      LRN input=4
      LSTMBlockCell x=2 cs_prev=2 h_prev=2 w=2 wci=1 wcf=1 wco=1 b=1
      LinSpace start=0 stop=0 num=0
      LoopCond input=0
      MatrixBandPart num_lower=0 num_upper=0
      MatrixDiagPartV2 padding_value=0
      MatrixDiagPartV3 padding_value=0
      MatrixDiagV2 num_rows=0 num_cols=0 padding_value=0
      MatrixDiagV3 num_rows=0 num_cols=0 padding_value=0
      MaxPool input=4
      MaxPool3D input=5
      MaxPoolV2 input=4
      Mfcc sample_rate=0
      Multinomial num_samples=0
      NonMaxSuppression max_output_size=0
      NonMaxSuppressionV2 max_output_size=0 iou_threshold=0
      NonMaxSuppressionV3 max_output_size=0 iou_threshold=0 score_threshold=0
      NonMaxSuppressionV4 max_output_size=0 iou_threshold=0 score_threshold=0
      NonMaxSuppressionV5 max_output_size=0 iou_threshold=0 score_threshold=0 soft_nms_sigma=0
      NthElement n=0
      OneHot depth=0 on_value=0 off_value=0
      PadV2 constant_values=0
      QuantizeAndDequantizeV3 num_bits=0
      RFFT fft_length=1
      RFFT2D fft_length=1
      RandomUniformInt minval=0 maxval=0
      Range start=0 limit=0 delta=0
      RegexFullMatch pattern=0
      RegexReplace pattern=0 rewrite=0
      ResizeArea size=1
      ResizeBicubic size=1
      ResizeBilinear size=1
      ResizeNearestNeighbor size=1
      ReverseV2 axis=1
      ScatterNd shape=1
      Slice begin=1 size=1
      SparseFillEmptyRows default_value=0
      SparseToDense default_value=0
      Split split_dim=0
      SplitV size_splits=1 split_dim=0
      StatelessCase branch_index=0
      StatelessMultinomial num_samples=0
      StringSplitV2 sep=0
      Switch pred=0
      TensorArrayReadV3 index=0
      TensorArrayV3 size=0
      TensorArrayWriteV3 index=0
      TensorListGetItem index=0
      TensorListReserve num_elements=0
      TensorListResize size=0
      TensorListScatterV2 num_elements=0
      TensorListSetItem index=0
      TopKV2 k=0
      Tile multiples=1
      Transpose perm=1
      UnsortedSegmentMax num_segments=0
      UnsortedSegmentMin num_segments=0
      UnsortedSegmentProd num_segments=0
      UnsortedSegmentSum num_segments=0
      """;

  private static final Map<String, Map<String, Integer>> RANKS = table(TABLE);

  /** One range for the whole tensor, as where there is no attribute for another. */
  private static final AttrValue ONE_RANGE = AttrValue.newBuilder().setI(-1).build();

  private static final AttrValue IMAGES =
      AttrValue.newBuilder().setS(ByteString.copyFromUtf8("NHWC")).build();

  private OperandRanks() {}

  /**
   * One operand of a node.
   *
   * @param name TensorFlow's name of it
   * @param type its type of elements
   * @param rank the number that the table gives it: the rank that the kernel wants
   */
  record Operand(String name, DataType type, int rank) {}

  /** Reads lines of an operation and its operands, each with a number. */
  static Map<String, Map<String, Integer>> table(String text) {
    Map<String, Map<String, Integer>> table = new HashMap<>();
    for (String line : text.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      Map<String, Integer> operands = new HashMap<>();
      for (String word : words.subList(1, words.size())) {
        int equals = word.indexOf('=');
        operands.put(word.substring(0, equals), Integer.parseInt(word.substring(equals + 1)));
      }
      if (table.put(words.get(0), operands) != null) {
        throw new IllegalStateException("listed twice: " + words.get(0));
      }
    }
    return Map.copyOf(table);
  }

  /** Returns the operands of a checked node whose rank matters, by their place. */
  static Map<Integer, Operand> of(NodeDef node) {
    if (node.getOp().equals("RaggedGather")) {
      // The kernel gives as many results as the indices' rank makes for, whatever was counted.
      long given = node.getAttrOrThrow("PARAMS_RAGGED_RANK").getI();
      long taken = node.getAttrOrThrow("OUTPUT_RAGGED_RANK").getI();
      return of(node, Map.of("RaggedGather", Map.of("indices", (int) (taken - given + 1))));
    }
    if (node.getOp().equals("FusedBatchNormV3")) {
      String format = node.getAttrOrDefault("data_format", IMAGES).getS().toStringUtf8();
      return of(node, Map.of("FusedBatchNormV3", Map.of("x", format.length())));
    }
    if (node.getOp().startsWith("QuantizeAndDequantizeV")
        && node.getAttrOrDefault("axis", ONE_RANGE).getI() == -1) {
      return of(node, Map.of(node.getOp(), Map.of("input_min", 0, "input_max", 0, "num_bits", 0)));
    }
    return of(node, RANKS);
  }

  /** Returns the operands of a checked node that a table names, by their place. */
  static Map<Integer, Operand> of(NodeDef node, Map<String, Map<String, Integer>> table) {
    Map<String, Integer> named = table.get(node.getOp());
    if (named == null) {
      return Map.of();
    }
    Map<Integer, Operand> operands = new TreeMap<>();
    OpDef definition = OperatorDefinitions.of(node.getOp());
    int place = 0;
    for (OpDef.ArgDef argument : definition.getInputArgList()) {
      List<DataType> types = ArgumentTypes.of(definition, argument, node);
      Integer number = named.get(argument.getName());
      for (int i = 0; i < types.size(); i++) {
        if (number != null) {
          operands.put(place + i, new Operand(argument.getName(), types.get(i), number));
        }
      }
      place += types.size();
    }
    return operands;
  }
}
