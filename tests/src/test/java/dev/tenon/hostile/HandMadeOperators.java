package dev.tenon.hostile;

import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.ints;
import static dev.tenon.testing.Protos.node;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Protos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operator each, with what ended the process once: each with its operands fed, fed without
 * their shapes being declared, held by the file, computed in a branch, and of any number of axes.
 */
final class HandMadeOperators implements MutantKind {
  /** How the operands come in; a case has one number for each. */
  static final int WAYS = 5;

  private static final long LARGE = 1L << 32;

  private final List<Case> cases = new ArrayList<>();
  private final OperatorRuns runs;

  HandMadeOperators(Setting setting) {
    this.runs = new OperatorRuns(setting.work().resolve("mutant.onnx"));
    attention();
    reductions();
    splits();
    positions();
    recurrences();
    signals();
    shapes();
    others();
  }

  /** An operator and its operands; null for one that is left out. */
  private record Case(
      String name,
      long opset,
      String operator,
      int outputs,
      List<@Nullable Tensor> operands,
      List<AttributeProto> attributes) {}

  private void add(
      String name,
      String operator,
      int outputs,
      List<@Nullable Tensor> operands,
      AttributeProto... attributes) {
    cases.add(new Case(name, 23, operator, outputs, operands, List.of(attributes)));
  }

  private static List<@Nullable Tensor> of(@Nullable Tensor... operands) {
    List<@Nullable Tensor> list = new ArrayList<>();
    for (Tensor operand : operands) {
      list.add(operand);
    }
    return list;
  }

  private static Tensor x(long... shape) {
    return Tensor.full(DType.FLOAT32, 0.5, shape);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor number(long value) {
    return Tensor.scalar(DType.INT64, value);
  }

  private void attention() {
    for (long heads : new long[] {0, -1, 3, LARGE, Long.MIN_VALUE}) {
      add(
          "heads " + heads,
          "Attention",
          1,
          of(x(1, 2, 8), x(1, 2, 8), x(1, 2, 8)),
          integer("q_num_heads", heads),
          integer("kv_num_heads", heads));
    }
    add("no heads", "Attention", 1, of(x(1, 2, 8), x(1, 2, 8), x(1, 2, 8)));
    add("no columns", "Attention", 1, of(x(1, 2, 0, 0), x(1, 2, 0, 0), x(1, 2, 0, 0)));
    add("no steps", "Attention", 1, of(x(1, 2, 0, 4), x(1, 2, 0, 4), x(1, 2, 0, 4)));
    add("2 of 3 heads", "Attention", 1, of(x(1, 2, 2, 4), x(1, 3, 2, 4), x(1, 3, 2, 4)));
  }

  private void reductions() {
    for (String reduction :
        List.of("ReduceSumSquare", "ReduceMax", "ReduceSum", "ReduceL2", "ReduceMean", "ArgMax")) {
      boolean byAttribute = reduction.startsWith("Arg");
      if (byAttribute) {
        add("nothing", reduction, 1, of(x(2, 0)), integer("axis", 1));
        continue;
      }
      add("nothing", reduction, 1, of(x(2, 0, 3), longs(1)));
      add("all of nothing", reduction, 1, of(x(0)));
      add("empty second name", reduction, 1, of(x(2, 3), null));
      add("an axis that is one number", reduction, 1, of(x(2, 3), number(1)));
      add("an axis too far", reduction, 1, of(x(2, 3), longs(LARGE)));
      add("an axis twice", reduction, 1, of(x(2, 3), longs(1, 1)));
      add("no axes", reduction, 1, of(x(2, 3), longs()));
    }
  }

  private void splits() {
    add("more outputs", "Split", 4, of(x(6)), integer("num_outputs", 2));
    add("fewer outputs", "Split", 1, of(x(6)), integer("num_outputs", 3));
    add("no outputs said", "Split", 2, of(x(6)), integer("num_outputs", 0));
    add("longer parts", "Split", 2, of(x(6), longs(5, 5)));
    add("a negative part", "Split", 2, of(x(6), longs(-1, 7)));
    add("more parts", "Split", 2, of(x(6), longs(2, 2, 2)));
  }

  private void positions() {
    for (String operator : List.of("Max", "Min", "Sum", "Mean")) {
      add("an empty name", operator, 1, of(x(2), null));
      add("an empty name first", operator, 1, of(null, x(2)));
    }
    for (long k : new long[] {LARGE, -LARGE, Long.MAX_VALUE, Long.MIN_VALUE}) {
      add("k " + k, "Trilu", 1, of(x(3, 3), number(k)));
      add("k " + k, "TopK", 2, of(x(3, 3), longs(k)));
    }
    add("empty second name", "Trilu", 1, of(x(3, 3), null));
    add("no k", "Trilu", 1, of(x(3, 3), longs()));
    add("no k", "TopK", 2, of(x(3, 3), longs()));
    add("two k", "TopK", 2, of(x(3, 3), longs(1, 2)));
    add("of one number", "TopK", 2, of(x(), longs(1)));
    add("too many", "TopK", 2, of(x(3), longs(7)));
    add("an index too far", "GatherND", 1, of(x(3, 3), Tensor.of(new long[] {9}, 1, 1)));
    add("a scalar", "GatherND", 1, of(x(3, 3), number(1)));
    add("a depth of none", "OneHot", 1, of(longs(1), number(0), x(2)));
    add("a negative depth", "OneHot", 1, of(longs(1), number(-5), x(2)));
    add("one value", "OneHot", 1, of(longs(1), number(5), x(1)));
  }

  private void recurrences() {
    Map<String, Integer> gates = Map.of("LSTM", 4, "GRU", 3, "RNN", 1);
    gates.forEach(
        (operator, count) -> {
          Tensor w = x(1, count * 2L, 3);
          Tensor r = x(1, count * 2L, 2);
          for (int length : new int[] {0, -1, 9, Integer.MAX_VALUE}) {
            Tensor lengths = Tensor.of(new int[] {length, length}, 2);
            add(
                "lengths of " + length,
                operator,
                2,
                of(x(4, 2, 3), w, r, null, lengths),
                integer("hidden_size", 2));
          }
          add("no steps", operator, 2, of(x(0, 2, 3), w, r), integer("hidden_size", 2));
          add("no batch", operator, 2, of(x(4, 0, 3), w, r), integer("hidden_size", 2));
          add("no features", operator, 2, of(x(4, 2, 0), x(1, count * 2L, 0), r));
          add("more units", operator, 2, of(x(4, 2, 3), w, r), integer("hidden_size", 5));
          add("a matrix", operator, 2, of(x(4, 2), w, r), integer("hidden_size", 2));
        });
  }

  private void signals() {
    add("no frame_length", "STFT", 1, of(x(1, 16, 1), number(4)));
    add("no samples in a window", "STFT", 1, of(x(1, 16, 1), number(4), x(0)));
    add("a step of 0", "STFT", 1, of(x(1, 16, 1), number(0), null, number(8)));
    add("frames of 0", "STFT", 1, of(x(1, 16, 1), number(4), null, number(0)));
    add("frames too long", "STFT", 1, of(x(1, 16, 1), number(4), null, number(99)));
    add("a huge frame", "STFT", 1, of(x(1, 16, 1), number(4), null, number(LARGE)));
    add("a window of another length", "STFT", 1, of(x(1, 16, 1), number(4), x(4), number(8)));
    add("a length of 0", "DFT", 1, of(x(1, 8, 1), number(0)));
    add("a scalar", "DFT", 1, of(x()));
    add("no samples", "DFT", 1, of(x(1, 0, 1)));
    add("no elements", "DFT", 1, of(x(1, 10, 0, 1)));
    add("no bins", "MelWeightMatrix", 1, of(number(0), number(16), number(8000), x(), x()));
  }

  private void shapes() {
    add("a huge shape", "Reshape", 1, of(x(6), longs(LARGE, LARGE)));
    add("two open lengths", "Reshape", 1, of(x(6), longs(-1, -1)));
    add("a huge shape", "Expand", 1, of(x(1), longs(LARGE, LARGE)));
    add("a negative shape", "Expand", 1, of(x(1), longs(-2)));
    add("a huge shape", "ConstantOfShape", 1, of(longs(LARGE, 3)));
    add("a negative shape", "ConstantOfShape", 1, of(longs(-3)));
    add("huge", "Tile", 1, of(x(6), longs(1L << 40)));
    add("negative", "Tile", 1, of(x(6), longs(-1)));
    add("fewer", "Tile", 1, of(x(6, 2), longs(2)));
    add("huge", "Pad", 1, of(x(6), longs(1L << 40, 0)));
    add("too few", "Pad", 1, of(x(6), longs(1)));
    add("more than there is", "Pad", 1, of(x(6), longs(-5, -5)));
    add("steps of 0", "Range", 1, of(number(0), number(9), number(0)));
    add("without end", "Range", 1, of(number(0), number(1L << 40), number(1)));
    add("other channels", "ConvTranspose", 1, of(x(3, 4, 5), x(3, 4, 1)));
    add(
        "axes beyond",
        "GatherND",
        1,
        of(x(2, 2, 2), Tensor.of(new long[2], 2, 1)),
        integer("batch_dims", 255));
    add(
        "many samples",
        "RoiAlign",
        1,
        of(x(1, 1, 4, 4), x(1, 4), longs(0)),
        integer("output_height", 99),
        integer("output_width", 99),
        integer("sampling_ratio", 1694));
    add("a far axis", "Unsqueeze", 1, of(x(6), longs(LARGE)));
    add("an axis twice", "Unsqueeze", 1, of(x(6), longs(0, 0)));
    add("a far axis", "Squeeze", 1, of(x(1, 6), longs(9)));
    add("a far axis", "Slice", 1, of(x(6), longs(0), longs(3), longs(LARGE)));
    add("steps of 0", "Slice", 1, of(x(6), longs(0), longs(3), longs(0), longs(0)));
    add("huge sizes", "Resize", 1, of(x(1, 1, 2, 2), null, null, longs(1, 1, LARGE, LARGE)));
    add("no sizes", "Resize", 1, of(x(1, 1, 2, 2), null, null, longs(1, 1, 0, 0)));
    add("huge scales", "Resize", 1, of(x(2), null, Tensor.of(new float[] {1e30f}, 1)));
    add("scales of 0", "Resize", 1, of(x(2), null, Tensor.of(new float[] {0}, 1)));
    float[] many = new float[33];
    Arrays.fill(many, 1);
    add("scales of other axes", "Resize", 1, of(x(1, 1, 2, 2), null, Tensor.of(many, 33)));
    add("a far axis", "CumSum", 1, of(x(6), number(LARGE)));
    add("huge", "CenterCropPad", 1, of(x(2, 2), longs(LARGE, LARGE)));
    add("a far length", "ReverseSequence", 1, of(x(3, 2), longs(LARGE, -4)));
    add("huge", "AffineGrid", 1, of(x(1, 2, 3), longs(1, 1, LARGE, LARGE)));
    add("huge", "Col2Im", 1, of(x(1, 4, 4), longs(LARGE, LARGE), longs(2, 2)));
  }

  private void others() {
    add("not square", "Det", 1, of(x(2, 3)));
    add("no channels", "BatchNormalization", 1, of(x(2, 0), x(0), x(0), x(0), x(0)));
    add("fewer channels", "BatchNormalization", 1, of(x(2, 3), x(1), x(1), x(1), x(1)));
    add("a scalar", "BatchNormalization", 1, of(x(), x(1), x(1), x(1), x(1)));
    add(
        "learning",
        "BatchNormalization",
        3,
        of(x(2, 3), x(1), x(1), x(1), x(1)),
        integer("training_mode", 1));
    add("a far axis", "LayerNormalization", 1, of(x(2, 3), x(3)), integer("axis", 5));
    add("a far axis", "Softmax", 1, of(x(2, 3)), integer("axis", 5));
    add("no columns", "Softmax", 1, of(x(2, 0)));
    add("no kernel", "MaxPool", 1, of(x(1, 1, 4, 4)), ints("kernel_shape", 0, 0));
    add("a large kernel", "MaxPool", 1, of(x(1, 1, 4, 4)), ints("kernel_shape", 9, 9));
    add("a matrix", "MaxPool", 1, of(x(4, 4)), ints("kernel_shape", 2, 2));
    add("no image", "MaxPool", 1, of(x(1, 1, 0, 0)), ints("kernel_shape", 1, 1));
    add("no channels", "Conv", 1, of(x(1, 0, 4, 4), x(0, 0, 2, 2)));
    add("no kernel", "Conv", 1, of(x(1, 1, 4, 4), x(1, 1, 0, 0)));
    add("a matrix", "Conv", 1, of(x(4, 4), x(1, 1, 2, 2)));
    add("other channels", "ConvTranspose", 1, of(x(1, 3, 4, 4), x(2, 1, 2, 2)));
    add("no places", "ConvTranspose", 1, of(x(1, 2, 3, 4, 0), x(2, 1, 3, 3, 3)));
    add("groups", "GroupNormalization", 1, of(x(2, 3), x(3), x(3)), integer("num_groups", 2));
    add("huge rows", "EyeLike", 1, of(x(3, 3)), integer("k", Long.MIN_VALUE));
    add("few boxes", "NonMaxSuppression", 1, of(x(1, 2, 4), x(1, 1, 3), number(Long.MAX_VALUE)));
  }

  private static String unique(String name, int index) {
    return name + index;
  }

  /** Returns the model of a case, with its operands as they come in. */
  private OperatorRuns.Fed model(Case made, int way) {
    GraphProto.Builder net = GraphProto.newBuilder().setName("g");
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < made.operands.size(); i++) {
      Tensor operand = made.operands.get(i);
      if (operand == null) {
        names.add("");
        continue;
      }
      String name = unique("i", i);
      TensorProto proto = OnnxFile.proto(name, operand);
      if (way == 2 && i > 0) {
        net.addInitializer(proto);
      } else {
        net.addInput(port(name, proto.getDataType(), operand, way));
        feeds.put(name, operand);
      }
      names.add(
          switch (way) {
            case 3 -> computed(net, feeds, name, proto.getDataType());
            case 4 -> reshaped(net, feeds, name, operand);
            default -> name;
          });
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < made.outputs; i++) {
      outputs.add(unique("y", i));
      int type =
          (made.operator.equals("TopK") && i == 1) || made.operator.startsWith("Arg")
              ? TensorProto.DataType.INT64_VALUE
              : type(made);
      ValueInfoProto.Builder output = ValueInfoProto.newBuilder().setName(unique("y", i));
      output.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
      net.addOutput(output);
    }
    NodeProto use =
        node(made.operator, names, outputs, made.attributes.toArray(AttributeProto[]::new));
    net.addNode(use);
    ModelProto model = Protos.model(net, made.opset).build();
    return new OperatorRuns.Fed(model, feeds);
  }

  private static int type(Case made) {
    if (made.operator.equals("NonMaxSuppression") || made.operator.equals("Range")) {
      return TensorProto.DataType.INT64_VALUE;
    }
    return TensorProto.DataType.FLOAT_VALUE;
  }

  private static ValueInfoProto port(String name, int type, Tensor operand, int way) {
    ValueInfoProto.Builder port = ValueInfoProto.newBuilder().setName(name);
    port.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    if (way != 1) {
      var shape = port.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
      for (int i = 0; i < operand.rank(); i++) {
        if (way == 2) {
          shape.addDimBuilder().setDimValue(operand.dim(i));
        } else {
          shape.addDimBuilder();
        }
      }
    }
    return port.build();
  }

  /** Lets a branch that comes with the run give an operand: nothing is known of its shape. */
  private static String computed(
      GraphProto.Builder net, Map<String, Tensor> feeds, String name, int type) {
    String choice = name + "_choice";
    net.addInput(Protos.port(choice, TensorProto.DataType.BOOL_VALUE));
    feeds.put(choice, Tensor.of(new boolean[] {true}, 1).reshape());
    String result = name + "_computed";
    net.addNode(
        node(
            "If",
            List.of(choice),
            List.of(result),
            graph("then_branch", branch(name, result + "_a", type, "Identity")),
            graph("else_branch", branch(name, result + "_b", type, "Abs"))));
    return result;
  }

  /** Gives an operand a shape that comes with the run: nothing knows how many axes it has. */
  private static String reshaped(
      GraphProto.Builder net, Map<String, Tensor> feeds, String name, Tensor operand) {
    String shape = name + "_shape";
    net.addInput(Protos.port(shape, TensorProto.DataType.INT64_VALUE, -1));
    feeds.put(shape, Tensor.of(operand.shape(), operand.rank()));
    String result = name + "_reshaped";
    net.addNode(node("Reshape", List.of(name, shape), List.of(result), integer("allowzero", 1)));
    return result;
  }

  private static GraphProto branch(String name, String result, int type, String operator) {
    ValueInfoProto.Builder output = ValueInfoProto.newBuilder().setName(result);
    output.getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    return GraphProto.newBuilder()
        .setName(result + "_branch")
        .addNode(node(operator, List.of(name), List.of(result)))
        .addOutput(output)
        .build();
  }

  int count() {
    return cases.size() * WAYS;
  }

  @Override
  public void warmUp() throws IOException {
    runs.warmUp(model(new Case("good", 18, "Add", 1, of(x(2), x(2)), List.of()), 0));
  }

  @Override
  public String describe(int number) {
    Case made = cases.get(number / WAYS);
    return made.operator + ": " + made.name + ", way " + number % WAYS;
  }

  @Override
  public String take(int number) throws IOException {
    return runs.run(model(cases.get(number / WAYS), number % WAYS));
  }
}
