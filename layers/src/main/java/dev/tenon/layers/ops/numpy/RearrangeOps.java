package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keras' {@code rearrange}: axes by names, as in {@code "b (h p) c -> b h (p c)"}. */
public final class RearrangeOps {
  private static final Pattern AXES = Pattern.compile("\\w+|\\(.*?\\)");
  private static final Pattern NAMES = Pattern.compile("\\w+");

  private RearrangeOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Rearrange", "", "tensor pattern", args -> List.of(rearrange(args)));
  }

  private static Value rearrange(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    String pattern =
        args.arg(1) instanceof Arg.Const constant && constant.value() instanceof String text
            ? text
            : "";
    String[] sides = pattern.split("->", -1);
    if (sides.length != 2) {
      throw args.refuse("takes a pattern with one arrow, not '" + pattern + "'");
    }
    List<List<String>> from = groups(sides[0]);
    List<List<String>> to = groups(sides[1]);
    List<String> inner = from.stream().flatMap(List::stream).toList();
    List<String> outer = to.stream().flatMap(List::stream).toList();
    boolean same = outer.size() == inner.size() && inner.containsAll(outer);
    if (!same || inner.stream().distinct().count() != inner.size() || from.size() != x.rank()) {
      throw args.refuse("has the pattern '" + pattern + "', which does not fit " + x.shape());
    }
    Map<String, Dim> lengths = lengths(args, from, x);
    Value apart = reshaped(ops, x, inner.stream().map(lengths::get).toList());
    int[] perm = outer.stream().mapToInt(inner::indexOf).toArray();
    Value turned = ops.transpose(apart, perm);
    List<Dim> dims = new ArrayList<>();
    for (List<String> group : to) {
      Dim product = Dim.of(1);
      for (String name : group) {
        Dim length = lengths.get(name);
        product = length == null ? Dim.unknown() : product.times(length);
      }
      dims.add(product);
    }
    return reshaped(ops, turned, dims);
  }

  private static Value reshaped(Ops ops, Value x, List<Dim> dims) {
    Shape shape = Shape.of(dims);
    return shape.equals(x.shape()) ? x : ops.reshape(x, shape);
  }

  private static List<List<String>> groups(String side) {
    List<List<String>> groups = new ArrayList<>();
    Matcher axes = AXES.matcher(side);
    while (axes.find()) {
      groups.add(NAMES.matcher(axes.group()).results().map(name -> name.group()).toList());
    }
    return groups;
  }

  /** Returns how long each named axis is; one of a group may be what is left. */
  private static Map<String, Dim> lengths(OpArgs args, List<List<String>> from, Value x) {
    Map<String, Dim> lengths = new HashMap<>();
    for (String name : args.otherKeywords()) {
      lengths.put(name, Dim.of(args.wholeOf(name)));
    }
    for (int i = 0; i < from.size(); i++) {
      List<String> group = from.get(i);
      Dim whole = x.shape().dim(i);
      List<String> open = group.stream().filter(name -> !lengths.containsKey(name)).toList();
      if (open.size() > 1) {
        throw args.refuse("needs a length for all but one of the axes " + group);
      }
      long known = 1;
      for (String name : group) {
        Dim length = lengths.get(name);
        known = Math.multiplyExact(known, length == null ? 1 : length.orMinusOne());
      }
      boolean fits = known > 0 && (!whole.isKnown() || whole.orMinusOne() % known == 0);
      if (!fits) {
        throw args.refuse("cannot cut an axis of " + x.shape() + " into " + group);
      }
      for (String name : open) {
        lengths.put(name, known == 1 ? whole : whole.floorDiv(known));
      }
    }
    return lengths;
  }
}
