package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.shape.Dim;
import dev.tenon.lifting.axes.AxisLayout;
import dev.tenon.lifting.axes.ElementaryAxis;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.axes.ReshapeRegrouping;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.lifting.walk.LiftingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes what moves channels into the area of an image or back: axes are cut, moved and joined. */
final class SpreadRules {
  static final Map<Class<? extends Operator>, LiftingRule> ALL =
      Map.of(
          ImageResampling.DepthToSpace.class, SpreadRules::spread,
          ImageResampling.SpaceToDepth.class, SpreadRules::gather);

  private SpreadRules() {}

  private static void spread(LiftContext site) {
    ImageResampling.DepthToSpace operator = site.operator(ImageResampling.DepthToSpace.class);
    AxisLayout x = image(site, operator.channelsLast());
    Dim block = Dim.of(operator.blocksize());
    Dim channels = x.length(1).floorDiv(operator.blocksize() * operator.blocksize());
    boolean first = operator.mode().equals("CRD");
    Dim n = x.length(0);
    List<Dim> cut =
        first
            ? List.of(n, channels, block, block, x.length(2), x.length(3))
            : List.of(n, block, block, channels, x.length(2), x.length(3));
    AxisLayout held = cut(site, x, cut);
    List<List<ElementaryAxis>> parts = held.seen();
    List<ElementaryAxis> kept = parts.get(first ? 1 : 3);
    List<ElementaryAxis> down = parts.get(first ? 2 : 1);
    List<ElementaryAxis> across = parts.get(first ? 3 : 2);
    List<List<ElementaryAxis>> seen =
        List.of(parts.get(0), kept, joined(parts.get(4), down), joined(parts.get(5), across));
    site.put(held.seenAs(seen));
  }

  private static void gather(LiftContext site) {
    ImageResampling.SpaceToDepth operator = site.operator(ImageResampling.SpaceToDepth.class);
    AxisLayout x = image(site, operator.channelsLast());
    long size = operator.blocksize();
    Dim block = Dim.of(size);
    List<Dim> lengths =
        List.of(
            x.length(0),
            x.length(1),
            x.length(2).floorDiv(size),
            block,
            x.length(3).floorDiv(size),
            block);
    AxisLayout cut = cut(site, x, lengths);
    List<List<ElementaryAxis>> parts = cut.seen();
    List<ElementaryAxis> channels = joined(joined(parts.get(3), parts.get(5)), parts.get(1));
    site.put(cut.seenAs(List.of(parts.get(0), channels, parts.get(2), parts.get(4))));
  }

  private static AxisLayout image(LiftContext site, boolean channelsLast) {
    AxisLayout x = site.held(0);
    if (channelsLast || x.rank() != 4) {
      throw new NoEquivalentLayerException(
          "takes an image with its channels last, or of " + x.rank() + " axes");
    }
    return x;
  }

  private static AxisLayout cut(LiftContext site, AxisLayout x, List<Dim> lengths) {
    boolean known = lengths.subList(1, lengths.size()).stream().allMatch(Dim::isKnown);
    AxisLayout cut = known ? ReshapeRegrouping.apply(x, lengths, site.batch()) : null;
    if (cut == null) {
      throw new NoEquivalentLayerException("moves between channels and an area of open length");
    }
    return cut;
  }

  private static List<ElementaryAxis> joined(
      List<ElementaryAxis> first, List<ElementaryAxis> second) {
    List<ElementaryAxis> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
