package dev.tenon.runtime.tensorflow.gradient;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.internal.c_api.TFJ_GradFuncAdapter;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;
import org.tensorflow.proto.DataType;

/**
 * The gradients of TensorFlow's gradient operations that its C++ library lacks: those of
 * activations, convolutions, pooling and slices.
 *
 * <p>Each is what Python's TensorFlow registers for the operation. Only steps that ask for
 * gradients of gradients need them.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/blob/v2.18.0/tensorflow/python/ops/nn_grad.py">
 *     TensorFlow: nn_grad.py</a>
 */
public final class SecondGradients {
  private static final Map<String, Rule> RULES = new LinkedHashMap<>();

  /**
   * What TensorFlow calls for all of them: its Java library has room for ten such functions in a
   * process, and calls the address 0 for the next one. It must not become garbage.
   */
  private static @Nullable TFJ_GradFuncAdapter adapter;

  static {
    // An activation's gradient of its result y: dy times a function of y.
    ofResult("SigmoidGrad", (at, y, dy) -> at.times(dy, at.sub(at.number(1), at.twice(y))));
    ofResult("TanhGrad", (at, y, dy) -> at.times(dy, at.times(y, at.number(-2))));
    ofResult("RsqrtGrad", (at, y, dy) -> at.times(at.times(dy, at.number(-1.5)), at.times(y, y)));
    ofResult("SqrtGrad", (at, y, dy) -> at.over(at.times(dy, at.number(-0.5)), at.times(y, y)));
    ofResult("ReciprocalGrad", (at, y, dy) -> at.times(at.times(dy, at.number(-2)), y));
    // The same with the gradient first.
    ofOperand("ReluGrad", (at, dy, x) -> at.zeros(x));
    ofOperand("Relu6Grad", (at, dy, x) -> at.zeros(x));
    ofOperand("EluGrad", SecondGradients::belowZero);
    ofOperand("SeluGrad", SecondGradients::belowZero);
    ofOperand(
        "SoftplusGrad",
        (at, dy, x) -> {
          Operand<?> s = at.op("Sigmoid", x);
          return at.times(dy, at.times(s, at.sub(at.number(1), s)));
        });
    ofOperand(
        "SoftsignGrad",
        (at, dy, x) -> {
          Operand<?> d = at.op("AddV2", at.op("Abs", x), at.number(1));
          Operand<?> change = at.times(at.op("Sign", x), at.number(-2));
          return at.times(dy, at.over(change, at.times(d, at.times(d, d))));
        });
    RULES.put(
        "BiasAddGrad",
        at -> List.of(at.like("BiasAdd", at.zeros(at.in(0)), at.gradient()).build().output(0)));
    RULES.put("StridedSliceGrad", SecondGradients::slice);
    convolution("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter");
    depthwise();
    pooling("MaxPool", "MaxPoolGradGrad");
    pooling("MaxPool3D", "MaxPool3DGradGrad");
    average("AvgPool");
    average("AvgPool3D");
  }

  private SecondGradients() {}

  /** Writes the gradients of an operation, one for each of its inputs. */
  private interface Rule {
    List<Operand<?>> write(At at);
  }

  /** Gives what the gradient of an activation's gradient is multiplied by. */
  private interface Factor {
    Operand<?> of(At at, Operand<?> first, Operand<?> second);
  }

  /** Makes the gradients known to TensorFlow, for the whole process. */
  public static synchronized void register() {
    if (adapter != null) {
      return;
    }
    TFJ_GradFuncAdapter shared = RawCustomGradient.adapter(SecondGradients::write);
    adapter = shared;
    RULES.keySet().stream()
        .filter(type -> !tensorflow.TFJ_HasGradient(type))
        .forEach(type -> tensorflow.TFJ_RegisterCustomGradient(type, shared));
  }

  private static List<Operand<?>> write(
      Ops ops, GraphOperation operation, List<Output<?>> gradients) {
    Rule rule = Objects.requireNonNull(RULES.get(operation.type()));
    return rule.write(new At(ops, operation, gradients.get(0)));
  }

  private static void ofResult(String type, Factor factor) {
    RULES.put(
        type,
        at -> {
          Operand<?> y = at.in(0);
          return List.of(
              at.times(at.gradient(), factor.of(at, y, at.in(1))), at.op(type, y, at.gradient()));
        });
  }

  private static void ofOperand(String type, Factor factor) {
    RULES.put(
        type,
        at -> {
          Operand<?> x = at.in(1);
          return List.of(
              at.op(type, at.gradient(), x), at.times(at.gradient(), factor.of(at, at.in(0), x)));
        });
  }

  private static Operand<?> belowZero(At at, Operand<?> dy, Operand<?> y) {
    return at.op("SelectV2", at.op("Less", y, at.zeros(y)), dy, at.zeros(dy));
  }

  private static List<Operand<?>> slice(At at) {
    OperationBuilder same = at.builder("StridedSlice", at.gradient());
    for (int i = 1; i <= 3; i++) {
      same.addInput(at.in(i).asOutput());
    }
    for (String mask :
        List.of("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")) {
      same.setAttr(mask, at.operation().attributes().getAttrInt(mask));
    }
    return List.of(
        at.zeros(at.in(0)),
        at.zeros(at.in(1)),
        at.zeros(at.in(2)),
        at.zeros(at.in(3)),
        same.build().output(0));
  }

  /** Both gradients of a convolution are convolutions. */
  private static void convolution(String forward, String ofInput, String ofFilter) {
    RULES.put(
        ofFilter,
        at ->
            List.of(
                at.window(ofInput, at.shape(at.in(0)), at.gradient(), at.in(2)),
                at.zeros(at.in(1)),
                at.window(forward, at.in(0), at.gradient())));
  }

  private static void depthwise() {
    String forward = "DepthwiseConv2dNative";
    String ofInput = forward + "BackpropInput";
    String ofFilter = forward + "BackpropFilter";
    convolution(forward, ofInput, ofFilter);
    RULES.put(
        ofInput,
        at ->
            List.of(
                at.zeros(at.in(0)),
                at.window(ofFilter, at.gradient(), at.shape(at.in(1)), at.in(2)),
                at.window(forward, at.gradient(), at.in(1))));
  }

  private static void pooling(String forward, String twice) {
    RULES.put(
        forward + "Grad",
        at ->
            List.of(
                at.zeros(at.in(0)),
                at.zeros(at.in(1)),
                at.pool(twice, at.in(0), at.in(1), at.gradient())));
  }

  private static void average(String forward) {
    RULES.put(forward + "Grad", at -> List.of(at.zeros(at.in(0)), at.pool(forward, at.gradient())));
  }

  /**
   * One operation whose gradient is written. Asking it for its inputs as a list, or for shapes,
   * never returns.
   */
  private record At(Ops ops, GraphOperation operation, Output<?> gradient) {
    Operand<?> in(int index) {
      return operation.input(index);
    }

    OperationBuilder builder(String type, Operand<?>... inputs) {
      OperationBuilder builder = ops.scope().opBuilder(type, type);
      for (Operand<?> input : inputs) {
        builder.addInput(input.asOutput());
      }
      return builder;
    }

    Operand<?> op(String type, Operand<?>... inputs) {
      return builder(type, inputs).build().output(0);
    }

    /** Begins an operation that has the data format of this one. */
    OperationBuilder like(String type, Operand<?>... inputs) {
      return builder(type, inputs)
          .setAttr("data_format", operation.attributes().getAttrString("data_format"));
    }

    Operand<?> window(String type, Operand<?>... inputs) {
      OperationBuilder builder = moving(type, inputs);
      builder.setAttr("dilations", operation.attributes().getAttrIntList("dilations"));
      if (operation.attributes().getAttrString("padding").equals("EXPLICIT")) {
        builder.setAttr(
            "explicit_paddings", operation.attributes().getAttrIntList("explicit_paddings"));
      }
      return builder.build().output(0);
    }

    Operand<?> pool(String type, Operand<?>... inputs) {
      return moving(type, inputs)
          .setAttr("ksize", operation.attributes().getAttrIntList("ksize"))
          .build()
          .output(0);
    }

    private OperationBuilder moving(String type, Operand<?>... inputs) {
      return like(type, inputs)
          .setAttr("strides", operation.attributes().getAttrIntList("strides"))
          .setAttr("padding", operation.attributes().getAttrString("padding"));
    }

    Operand<?> shape(Operand<?> x) {
      return builder("Shape", x).setAttr("out_type", DataType.DT_INT32).build().output(0);
    }

    Operand<?> zeros(Operand<?> x) {
      return op("ZerosLike", x);
    }

    Operand<?> number(double value) {
      return builder("Cast", ops.constant(value))
          .setAttr("DstT", gradient.dataType())
          .build()
          .output(0);
    }

    Operand<?> times(Operand<?> a, Operand<?> b) {
      return op("Mul", a, b);
    }

    Operand<?> over(Operand<?> a, Operand<?> b) {
      return op("RealDiv", a, b);
    }

    Operand<?> sub(Operand<?> a, Operand<?> b) {
      return op("Sub", a, b);
    }

    Operand<?> twice(Operand<?> x) {
      return op("AddV2", x, x);
    }
  }
}
