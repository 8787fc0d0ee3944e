package dev.tenon.lifting.functions;

import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import java.util.Arrays;
import java.util.Map;

/** Activation functions, in whatever type the file computes. */
public final class ActivationFunctions {
  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;

  private ActivationFunctions() {}

  public static void list(FunctionTable table) {
    table.same(Unary.Relu.class, "Relu");
    table.same(Unary.Sigmoid.class, "Sigmoid");
    table.same(Unary.Softplus.class, "Softplus");
    table.same(Unary.Softsign.class, "Softsign");
    table.one(Unary.HardSwish.class, node -> gated(node, line(node, 1.0 / 6, 0.5)));
    table.one(
        Unary.Mish.class,
        node -> gated(node, tanh(node, node.writer().same("Softplus", Map.of(), node.in(0)))));
    table.one(Activations.HardSigmoid.class, (node, hard) -> line(node, hard.alpha(), hard.beta()));
    table.one(Activations.Elu.class, (node, elu) -> exponential(node, elu.alpha(), 1));
    table.one(Activations.Selu.class, ActivationFunctions::selu);
    table.one(Activations.Celu.class, ActivationFunctions::celu);
    table.one(Activations.LeakyRelu.class, (node, relu) -> leaky(node, number(node, relu.alpha())));
    table.one(Binary.PRelu.class, node -> leaky(node, node.in(1)));
    table.one(
        Activations.ThresholdedRelu.class,
        (node, relu) -> chosen(node, "Greater", relu.alpha(), node.in(0), number(node, 0)));
    table.one(Activations.Gelu.class, ActivationFunctions::gelu);
    table.one(Activations.Shrink.class, ActivationFunctions::shrink);
    table.one(Activations.Swish.class, ActivationFunctions::swish);
    table.one(Activations.Softmax.class, (node, soft) -> along(node, "Softmax", soft.axis()));
    table.one(Activations.LogSoftmax.class, (node, soft) -> along(node, "LogSoftmax", soft.axis()));
    table.one(Activations.Hardmax.class, ActivationFunctions::hardmax);
  }

  private static Operand number(FunctionNode node, double value) {
    return FunctionWriter.number(node.in(0), value);
  }

  private static Operand gated(FunctionNode node, Operand gate) {
    return node.writer().multiply(node.in(0), gate);
  }

  private static Operand tanh(FunctionNode node, Operand x) {
    return node.writer().same("Tanh", Map.of(), x);
  }

  /** Returns a line limited to 0..1. */
  private static Operand line(FunctionNode node, double slope, double offset) {
    FunctionWriter writer = node.writer();
    Operand scaled = writer.multiply(node.in(0), number(node, slope));
    Operand line = writer.add(scaled, number(node, offset));
    Operand above = writer.elementwise("Maximum", line, number(node, 0));
    return writer.elementwise("Minimum", above, number(node, 1));
  }

  /** Takes one thing where x compares with a bound, and otherwise another. */
  private static Operand chosen(
      FunctionNode node, String comparison, double bound, Operand yes, Operand no) {
    FunctionWriter writer = node.writer();
    Operand condition = writer.elementwise(comparison, node.in(0), number(node, bound));
    return writer.where(condition, yes, no);
  }

  private static Operand leaky(FunctionNode node, Operand slope) {
    Operand below = node.writer().multiply(node.in(0), slope);
    return chosen(node, "Less", 0, below, node.in(0));
  }

  private static Operand exponential(FunctionNode node, double alpha, double gamma) {
    FunctionWriter writer = node.writer();
    // Above 0 the exponential is not read, and would be infinite for large numbers.
    Operand low = writer.elementwise("Minimum", node.in(0), number(node, 0));
    Operand below = writer.same("Expm1", Map.of(), low);
    Operand scaled = writer.multiply(below, number(node, alpha));
    Operand all = chosen(node, "Less", 0, scaled, node.in(0));
    return gamma == 1 ? all : writer.multiply(all, number(node, gamma));
  }

  private static Operand selu(FunctionNode node, Activations.Selu selu) {
    boolean own = selu.alpha() == SELU_ALPHA && selu.gamma() == SELU_GAMMA;
    return own
        ? node.writer().same("Selu", Map.of(), node.in(0))
        : exponential(node, selu.alpha(), selu.gamma());
  }

  private static Operand celu(FunctionNode node) {
    double alpha = node.operator(Activations.Celu.class).alpha();
    FunctionWriter writer = node.writer();
    Operand low = writer.elementwise("Minimum", node.in(0), number(node, 0));
    Operand part = writer.elementwise("Divide", low, number(node, alpha));
    Operand below = writer.multiply(writer.same("Expm1", Map.of(), part), number(node, alpha));
    return chosen(node, "Less", 0, below, node.in(0));
  }

  private static Operand gelu(FunctionNode node) {
    boolean approximate = node.operator(Activations.Gelu.class).approximate().equals("tanh");
    return node.writer().same("Gelu", Map.of("approximate", approximate), node.in(0));
  }

  private static Operand shrink(FunctionNode node, Activations.Shrink shrink) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand lower = writer.elementwise("Subtract", x, number(node, shrink.bias()));
    Operand upper = writer.add(x, number(node, shrink.bias()));
    Operand above = chosen(node, "Greater", shrink.lambd(), lower, number(node, 0));
    return chosen(node, "Less", -shrink.lambd(), upper, above);
  }

  private static Operand swish(FunctionNode node) {
    double alpha = node.operator(Activations.Swish.class).alpha();
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    Operand scaled = alpha == 1 ? x : writer.multiply(x, number(node, alpha));
    return writer.multiply(x, writer.same("Sigmoid", Map.of(), scaled));
  }

  private static Operand along(FunctionNode node, String name, long axis) {
    Operand x = node.in(0);
    int at = x.axis(axis);
    node.writer().along(x, at);
    return node.writer().same(name, Map.of("axis", (long) at), x);
  }

  /** Marks the first largest entry along an axis. */
  private static Operand hardmax(FunctionNode node) {
    FunctionWriter writer = node.writer();
    Operand x = node.in(0);
    int axis = x.axis(node.operator(Activations.Hardmax.class).axis());
    long length = x.length(axis);
    if (length < 0) {
      throw new NoFunctionException("marks an entry of an axis of open length");
    }
    Operand at = ReductionFunctions.position(writer, x, axis, "Argmax", true);
    long[] all = new long[(int) length];
    long[] shape = new long[x.rank()];
    Arrays.setAll(all, i -> i);
    Arrays.fill(shape, 1);
    shape[axis] = length;
    Operand positions = FunctionWriter.longs(all, shape);
    Operand hits = writer.elementwise("Equal", writer.cast(at, positions.dtype()), positions);
    return writer.cast(hits, x.dtype());
  }
}
