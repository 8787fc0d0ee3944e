package dev.tenon.lifting.axes;

import dev.tenon.ir.shape.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Reshape as other groups of the same elementary axes, cutting elementary axes where it has
 * to.
 */
public final class ReshapeRegrouping {
  private AxisLayout held;
  private final ElementaryAxis batch;

  /** How many elementary axes there were before the group that was looked for last. */
  private int before;

  private ReshapeRegrouping(AxisLayout held, ElementaryAxis batch) {
    this.held = held;
    this.batch = batch;
  }

  /**
   * Returns the value under other lengths.
   *
   * @param target the lengths; an unknown one is what the others leave
   * @return null where the lengths do not follow from the elementary axes
   */
  public static @Nullable AxisLayout apply(
      AxisLayout held, List<Dim> target, ElementaryAxis batch) {
    return new ReshapeRegrouping(held, batch).regroup(target);
  }

  private @Nullable AxisLayout regroup(List<Dim> target) {
    List<List<ElementaryAxis>> groups =
        new ArrayList<>(Collections.nCopies(target.size(), List.of()));
    int from = 0;
    int to = elements().size();
    int first = 0;
    int last = target.size();
    // From the front up to a length that is not known, then from the back down to it.
    while (first < last) {
      int end = forward(from, to, target.get(first));
      if (end < 0) {
        break;
      }
      groups.set(first, elements().subList(from, end));
      to += elements().size() - before;
      from = end;
      first++;
    }
    while (last - 1 > first) {
      int start = backward(from, to, target.get(last - 1));
      if (start < 0) {
        return null;
      }
      int grown = elements().size() - before;
      groups.set(last - 1, elements().subList(start, to + grown));
      to = start;
      last--;
    }
    if (last - first == 1) {
      groups.set(first, elements().subList(from, to));
    } else if (from != to) {
      return null;
    }
    // Atoms may have been cut after their group was noted.
    return held.seenAs(groups);
  }

  private List<ElementaryAxis> elements() {
    return AxisLayout.flat(held.seen());
  }

  /** Returns where the group ends that starts here and has a length, -1 where there is none. */
  private int forward(int from, int to, Dim length) {
    before = elements().size();
    if (length.orMinusOne() == 1) {
      // A batch of one sample is an axis of length 1 that must not get lost.
      return from < to && isSample(elements().get(from)) ? from + 1 : from;
    }
    Dim product = Dim.of(1);
    for (int at = from; at < to; at++) {
      ElementaryAxis atom = elements().get(at);
      Dim next = product.times(atom.length());
      if (next.equals(length)) {
        return at + 1;
      }
      if (atom != batch && cut(atom, product, length, true)) {
        return at + 1;
      }
      product = next;
    }
    return -1;
  }

  private boolean isSample(ElementaryAxis atom) {
    return atom == batch && batch.length().orMinusOne() == 1;
  }

  private int backward(int from, int to, Dim length) {
    before = elements().size();
    if (length.orMinusOne() == 1) {
      return from < to && isSample(elements().get(to - 1)) ? to - 1 : to;
    }
    Dim product = Dim.of(1);
    for (int at = to - 1; at >= from; at--) {
      ElementaryAxis atom = elements().get(at);
      Dim next = product.times(atom.length());
      if (next.equals(length)) {
        return at;
      }
      if (atom != batch && cut(atom, product, length, false)) {
        return at + 1;
      }
      product = next;
    }
    return -1;
  }

  /** Cuts an atom in two where a part of it makes a product the length that is wanted. */
  private boolean cut(ElementaryAxis atom, Dim product, Dim length, boolean front) {
    if (!atom.length().isKnown() || !product.isKnown() || !length.isKnown()) {
      return false;
    }
    long have = atom.length().orMinusOne();
    long so = product.orMinusOne();
    long wanted = length.orMinusOne();
    if (so == 0 || wanted % so != 0) {
      return false;
    }
    long part = wanted / so;
    if (part <= 1 || part >= have || have % part != 0) {
      return false;
    }
    ElementaryAxis first = new ElementaryAxis(Dim.of(front ? part : have / part));
    ElementaryAxis second = new ElementaryAxis(Dim.of(front ? have / part : part));
    held =
        new AxisLayout(
            held.tensor(),
            AxisLayout.split(held.axes(), atom, first, second),
            AxisLayout.split(held.seen(), atom, first, second));
    return true;
  }
}
