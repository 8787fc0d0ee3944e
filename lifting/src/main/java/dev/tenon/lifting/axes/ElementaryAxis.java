package dev.tenon.lifting.axes;

import dev.tenon.ir.shape.Dim;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A length that axes are products of; compared by identity.
 *
 * <p>Reshapes cut axes into elementary axes and join elementary axes to axes, transposes move them:
 * what a chain of moves means can be told from where the elementary axes end up.
 */
public final class ElementaryAxis {
  private final Dim length;
  private @Nullable ElementaryAxis reversed;

  public ElementaryAxis(Dim length) {
    this.length = length;
  }

  /** Returns the same length walked through from its end; of that, this one. */
  public ElementaryAxis reversed() {
    ElementaryAxis other = reversed;
    if (other == null) {
      other = new ElementaryAxis(length);
      other.reversed = this;
      reversed = other;
    }
    return other;
  }

  public Dim length() {
    return length;
  }

  /** Returns an axis of a length; one that is 1 long is made of no elementary axes. */
  public static List<ElementaryAxis> axis(Dim length) {
    return length.orMinusOne() == 1 ? List.of() : List.of(new ElementaryAxis(length));
  }

  /** Returns the length of an axis that is made of some elementary axes; 1 where there is none. */
  public static Dim product(List<ElementaryAxis> axis) {
    Dim product = Dim.of(1);
    for (ElementaryAxis atom : axis) {
      product = product.times(atom.length);
    }
    return product;
  }

  @Override
  public String toString() {
    return length.toString();
  }
}
