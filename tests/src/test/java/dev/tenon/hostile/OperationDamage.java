package dev.tenon.hostile;

import com.google.protobuf.ByteString;
import dev.tenon.runtime.tensorflow.saved.Constants;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Damages one operation of a graph: its attributes, its inputs, or the constants that it reads. */
final class OperationDamage {
  private static final long[][] SHAPES = {
    {},
    {0},
    {1},
    {7},
    {1, 1},
    {0, 3},
    {3, 0},
    {2, 2},
    {1, 0, 2},
    {2, 3, 4},
    {1, 1, 1, 1},
    {0, 4, 4, 2},
    {1, 4, 4, 0},
    {1, 2, 1, 2, 1},
    {1, 1, 1, 1, 1, 1, 1, 1, 1},
  };
  private static final long[][] HUGE = {
    {1L << 31},
    {1L << 24},
    {1L << 62, 5},
    {Long.MAX_VALUE, 5},
    {1L << 32, 1L << 32},
    {0, 1L << 40},
    {1L << 40, 0},
    {0, Long.MAX_VALUE},
    {-1},
    {-1, 3},
    {1 << 16, 1 << 16},
    new long[254],
    new long[255],
    new long[300],
  };
  private static final long[] NUMBERS = {
    0,
    -1,
    1,
    2,
    -2,
    3,
    7,
    255,
    1 << 16,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    1L << 32,
    (1L << 32) + 1,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final double[] REALS = {
    0, -1, 1e-30, 1e30, -1e30, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3e9
  };
  private static final String[] TEXTS = {
    "",
    "VALID",
    "SAME",
    "EXPLICIT",
    "NCHW",
    "NHWC",
    "NCDHW",
    "NCHW_VECT_C",
    "(((",
    "a{1000}{1000}",
    "ij->ji",
    "i...,j->",
    "x".repeat(10_000),
    "UTF-8",
    "\0",
    "...->...",
    "ii->i"
  };

  private final GraphDef.Builder graph;
  private final Random random;
  private final List<String> done = new ArrayList<>();

  OperationDamage(GraphDef.Builder graph, Random random) {
    this.graph = graph;
    this.random = random;
  }

  /** Changes one thing. */
  void apply() {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> attribute();
      case 3 -> inputs();
      case 4, 5, 6 -> shape();
      case 7, 8 -> values();
      case 9 -> type();
      case 10 -> hide();
      default -> huge();
    }
  }

  List<String> done() {
    return done;
  }

  private NodeDef.Builder node() {
    return graph.getNodeBuilder(graph.getNodeCount() - 1);
  }

  private static long wild(Random random) {
    return random.nextInt(8) == 0 ? Mutator.wild(random) : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private void attribute() {
    NodeDef.Builder node = node();
    List<String> keys = node.getAttrMap().keySet().stream().sorted().toList();
    if (keys.isEmpty()) {
      return;
    }
    String key = keys.get(random.nextInt(keys.size()));
    AttrValue.Builder value = node.getAttrOrThrow(key).toBuilder();
    int kind = random.nextInt(16);
    if (kind == 0) {
      node.removeAttr(key);
      done.add(key + " removed");
      return;
    }
    if (kind == 1) {
      value = other();
    } else {
      change(value);
    }
    node.putAttr(key, value.build());
    String text = String.valueOf(value.build()).replaceAll("\\s+", " ");
    done.add(key + " = " + text.substring(0, Math.min(text.length(), 120)));
  }

  private AttrValue.Builder other() {
    AttrValue.Builder value = AttrValue.newBuilder();
    return switch (random.nextInt(6)) {
      case 0 -> value.setI(wild(random));
      case 1 -> value.setS(ByteString.copyFromUtf8("x"));
      case 2 -> value.setType(DataType.DT_FLOAT);
      case 3 ->
          value.setList(AttrValue.ListValue.newBuilder().addI(1).addF(2).addS(ByteString.EMPTY));
      case 4 -> value.setPlaceholder("T");
      default -> value;
    };
  }

  private void change(AttrValue.Builder value) {
    switch (value.getValueCase()) {
      case I -> value.setI(wild(random));
      case F -> value.setF((float) REALS[random.nextInt(REALS.length)]);
      case B -> value.setB(!value.getB());
      case S -> value.setS(ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]));
      case TYPE -> value.setTypeValue(anyType());
      case SHAPE -> value.setShape(Constants.of(anyShape()));
      case TENSOR -> value.getTensorBuilder().setTensorShape(Constants.of(anyShape()));
      case LIST -> list(value.getListBuilder());
      default -> value.setI(wild(random));
    }
  }

  private void list(AttrValue.ListValue.Builder list) {
    if (list.getICount() > 0) {
      int at = random.nextInt(list.getICount());
      switch (random.nextInt(6)) {
        case 0 -> list.clearI();
        case 1 -> list.addI(1);
        case 2 -> list.addI(wild(random)).addI(wild(random));
        default -> list.setI(at, wild(random));
      }
    } else if (list.getTypeCount() > 0) {
      switch (random.nextInt(4)) {
        case 0 -> list.clearType();
        case 1 -> list.addType(DataType.DT_FLOAT);
        default -> list.setTypeValue(random.nextInt(list.getTypeCount()), anyType());
      }
    } else if (list.getFCount() > 0) {
      switch (random.nextInt(4)) {
        case 0 -> list.clearF();
        case 1 -> list.addF(1);
        default ->
            list.setF(
                random.nextInt(list.getFCount()), (float) REALS[random.nextInt(REALS.length)]);
      }
    } else {
      list.addI(wild(random));
    }
  }

  private int anyType() {
    return random.nextInt(4) == 0 ? random.nextInt(140) : random.nextInt(25);
  }

  private long[] anyShape() {
    return random.nextInt(3) == 0
        ? HUGE[random.nextInt(HUGE.length)]
        : SHAPES[random.nextInt(SHAPES.length)];
  }

  private void inputs() {
    NodeDef.Builder node = node();
    int count = node.getInputCount();
    List<String> inputs = new ArrayList<>(node.getInputList());
    int at = count == 0 ? 0 : random.nextInt(count);
    String some = graph.getNode(0).getName();
    switch (count == 0 ? 1 : random.nextInt(8)) {
      case 0 -> inputs.remove(at);
      case 1 -> inputs.add(graph.getNodeCount() > 1 ? some : OperationGraph.NAME);
      case 2 -> inputs.add(at, "^" + some);
      case 3 -> inputs.add("^" + some);
      case 4 -> inputs.set(at, inputs.get(at) + ":1");
      case 5 -> inputs.set(at, inputs.get(random.nextInt(count)));
      case 6 -> inputs.clear();
      default -> inputs.set(at, OperationGraph.NAME);
    }
    node.clearInput().addAllInput(inputs);
    done.add("inputs " + inputs);
  }

  /** Returns the place of a constant, or -1. */
  private int constant() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeDef node = graph.getNode(i);
      if (node.getOp().equals("Const") && node.containsAttr("dtype")) {
        places.add(i);
      }
    }
    return places.isEmpty() ? -1 : places.get(random.nextInt(places.size()));
  }

  private DataType type(int place) {
    return graph.getNode(place).getAttrOrThrow("dtype").getType();
  }

  private void shape() {
    int place = constant();
    if (place >= 0 && type(place) != DataType.UNRECOGNIZED) {
      long[] shape = SHAPES[random.nextInt(SHAPES.length)];
      String name = graph.getNode(place).getName();
      graph.setNode(place, Constants.random(name, type(place), shape, random));
      done.add(name + " of " + java.util.Arrays.toString(shape));
    }
  }

  private void huge() {
    int place = constant();
    if (place >= 0) {
      long[] shape = HUGE[random.nextInt(HUGE.length)];
      String name = graph.getNode(place).getName();
      graph.setNode(place, Constants.repeated(name, type(place), shape, random.nextInt(3)));
      done.add(name + " of " + Constants.of(shape).toString().replaceAll("\\s+", " "));
    }
  }

  private void values() {
    int place = constant();
    if (place < 0) {
      return;
    }
    NodeDef node = graph.getNode(place);
    if (!node.containsAttr("value")) {
      return;
    }
    long[] shape =
        node.getAttrOrThrow("value").getTensor().getTensorShape().getDimList().stream()
            .mapToLong(dim -> dim.getSize())
            .toArray();
    long elements = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    boolean known = type(place) != DataType.UNRECOGNIZED;
    if (!known || elements < 0 || elements > 1000 || shape.length > 20) {
      return;
    }
    boolean whole = Constants.isWhole(type(place));
    long same = wild(random);
    boolean all = random.nextInt(3) == 0;
    double real = REALS[random.nextInt(REALS.length)];
    List<Double> values = new ArrayList<>();
    NodeDef changed =
        Constants.of(
            node.getName(),
            type(place),
            shape,
            at -> {
              double value =
                  whole
                      ? all ? same : random.nextBoolean() ? wild(random) : random.nextInt(3)
                      : all ? real : random.nextBoolean() ? real : random.nextDouble();
              values.add(value);
              return value;
            });
    graph.setNode(place, changed);
    done.add(node.getName() + " holds " + values.subList(0, Math.min(values.size(), 8)));
  }

  private void type() {
    int place = constant();
    if (place >= 0) {
      DataType type = DataType.forNumber(1 + random.nextInt(23));
      if (type == null || type == DataType.DT_RESOURCE || type == DataType.DT_VARIANT) {
        return;
      }
      String name = graph.getNode(place).getName();
      graph.setNode(place, Constants.random(name, type, new long[] {2, 3}, random));
      done.add(name + " of " + type);
    }
  }

  /** Hides a constant from what TensorFlow knows before it runs. */
  private void hide() {
    int place = constant();
    if (place < 0 || place == graph.getNodeCount() - 1) {
      return;
    }
    NodeDef node = graph.getNode(place);
    AttrValue.Builder unknown = AttrValue.newBuilder();
    unknown.getShapeBuilder().setUnknownRank(true);
    graph.setNode(place, node.toBuilder().setName(node.getName() + "_known").build());
    graph.addNode(
        place + 1,
        NodeDef.newBuilder()
            .setName(node.getName())
            .setOp("PlaceholderWithDefault")
            .addInput(node.getName() + "_known")
            .putAttr("dtype", node.getAttrOrThrow("dtype"))
            .putAttr("shape", unknown.build()));
    done.add(node.getName() + " hidden");
  }
}
