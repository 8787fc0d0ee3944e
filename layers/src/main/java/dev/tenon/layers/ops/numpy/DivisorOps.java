package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import java.util.List;

/** The greatest common divisor and the least common multiple of integers. */
public final class DivisorOps {
  private DivisorOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Gcd", "", "x1 x2", args -> List.of(gcd(args)));
    table.add("Lcm", "", "x1 x2", args -> List.of(lcm(args)));
  }

  private static Value gcd(OpArgs args) {
    List<Value> pair = Operands.tensors(args, 0, 1);
    return args.ops().cast(divisor(args, pair), pair.get(0).dtype());
  }

  private static Value lcm(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value divisor = divisor(args, pair);
    Value a = ops.abs(Promotion.wide(ops, pair.get(0)));
    Value b = ops.abs(Promotion.wide(ops, pair.get(1)));
    Value none = ops.equal(divisor, ops.scalar(divisor, 0));
    Value safe = ops.where(none, ops.scalar(divisor, 1), divisor);
    Value multiple = ops.mul(a, ops.div(b, safe));
    return ops.cast(ops.where(none, ops.scalar(divisor, 0), multiple), pair.get(0).dtype());
  }

  /** Euclid's way: as many turns as the slowest element needs. */
  private static Value divisor(OpArgs args, List<Value> pair) {
    Ops ops = args.ops();
    if (!pair.get(0).dtype().isInteger()) {
      throw args.refuse("takes integers, not " + pair.get(0).dtype());
    }
    Value a = ops.abs(Promotion.wide(ops, pair.get(0)));
    Value b = ops.abs(Promotion.wide(ops, pair.get(1)));
    Shape shape = Shape.broadcast(a.shape(), b.shape());
    Value zero = ops.mul(ops.add(a, b), ops.scalar(a, 0));
    Value first = ops.applyAs(shape, new Unary.Identity(), ops.add(a, zero));
    Value second = ops.applyAs(shape, new Unary.Identity(), ops.add(b, zero));
    return args.call()
        .loop(
            List.of(first, second),
            state -> {
              Value rest = state.get(1);
              Value flat = ManipulationOps.flat(args.ops(), rest);
              Value most = args.ops().reduceMax(flat, false, 0);
              return args.ops().greater(most, args.ops().scalar(rest, 0));
            },
            state -> turn(args.ops(), state.get(0), state.get(1)))
        .get(0);
  }

  private static List<Value> turn(Ops ops, Value a, Value b) {
    Value done = ops.equal(b, ops.scalar(b, 0));
    Value safe = ops.where(done, ops.scalar(b, 1), b);
    Value rest = ops.apply(new Binary.Mod(0), a, safe);
    DType type = b.dtype();
    return List.of(ops.where(done, a, b), ops.where(done, ops.scalar(type, 0), rest));
  }
}
