package dev.tenon.internal.data;

import java.util.Iterator;

/**
 * Batches of a pass whose memory later batches use, as far as they are given back.
 *
 * <p>Without that, batches of decoded images are garbage outside Java's heap, which grows until
 * Java collects for another reason.
 *
 * @param <B> the type of a batch
 */
public interface LendingPass<B> extends Iterator<B> {
  /**
   * Returns the next batch, to be given back.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  Lent<B> lend();

  /** Returns the next batch, to be kept. */
  @Override
  default B next() {
    return lend().value();
  }

  /** Returns the next batch of any pass. */
  static <B> Lent<B> lend(Iterator<B> pass) {
    return pass instanceof LendingPass<B> lending ? lending.lend() : Lent.kept(pass.next());
  }
}
