package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Imaging;
import dev.tenon.ir.shape.Dim;
import dev.tenon.lifting.axes.Atom;
import dev.tenon.lifting.axes.Held;
import dev.tenon.lifting.axes.NoLayer;
import dev.tenon.lifting.axes.Regrouping;
import dev.tenon.lifting.walk.Rule;
import dev.tenon.lifting.walk.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes what moves channels into the area of a picture or back: axes are cut, moved and joined.
 */
final class SpreadRules {
  static final Map<Class<? extends Operator>, Rule> ALL =
      Map.of(
          Imaging.DepthToSpace.class, SpreadRules::spread,
          Imaging.SpaceToDepth.class, SpreadRules::gather);

  private SpreadRules() {}

  private static void spread(Site site) {
    Imaging.DepthToSpace operator = site.operator(Imaging.DepthToSpace.class);
    Held x = picture(site, operator.channelsLast());
    Dim block = Dim.of(operator.blocksize());
    Dim channels = x.length(1).floorDiv(operator.blocksize() * operator.blocksize());
    boolean first = operator.mode().equals("CRD");
    Dim n = x.length(0);
    List<Dim> cut =
        first
            ? List.of(n, channels, block, block, x.length(2), x.length(3))
            : List.of(n, block, block, channels, x.length(2), x.length(3));
    Held held = cut(site, x, cut);
    List<List<Atom>> parts = held.seen();
    List<Atom> kept = parts.get(first ? 1 : 3);
    List<Atom> down = parts.get(first ? 2 : 1);
    List<Atom> across = parts.get(first ? 3 : 2);
    List<List<Atom>> seen =
        List.of(parts.get(0), kept, joined(parts.get(4), down), joined(parts.get(5), across));
    site.put(held.seenAs(seen));
  }

  private static void gather(Site site) {
    Imaging.SpaceToDepth operator = site.operator(Imaging.SpaceToDepth.class);
    Held x = picture(site, operator.channelsLast());
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
    Held cut = cut(site, x, lengths);
    List<List<Atom>> parts = cut.seen();
    List<Atom> channels = joined(joined(parts.get(3), parts.get(5)), parts.get(1));
    site.put(cut.seenAs(List.of(parts.get(0), channels, parts.get(2), parts.get(4))));
  }

  private static Held picture(Site site, boolean channelsLast) {
    Held x = site.held(0);
    if (channelsLast || x.rank() != 4) {
      throw new NoLayer("takes a picture with its channels last, or of " + x.rank() + " axes");
    }
    return x;
  }

  private static Held cut(Site site, Held x, List<Dim> lengths) {
    boolean known = lengths.subList(1, lengths.size()).stream().allMatch(Dim::isKnown);
    Held cut = known ? Regrouping.apply(x, lengths, site.batch()) : null;
    if (cut == null) {
      throw new NoLayer("moves between channels and an area of open length");
    }
    return cut;
  }

  private static List<Atom> joined(List<Atom> first, List<Atom> second) {
    List<Atom> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
