package dev.tenon;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The share that one {@link Model} has in a backing which several models may have in common.
 *
 * <p>The backing is closed with the last share. A model that nobody closed gives its share back
 * when it is garbage, once it has something in common with another: a view that is used for one
 * prediction and forgotten does not keep native memory for ever.
 */
final class BackingClaim implements Runnable {
  private static final class Garbage {
    private static final Cleaner CLEANER = Cleaner.create();
  }

  private final Backing backing;
  private final AtomicInteger claims;
  private final boolean owner;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean watched = new AtomicBoolean();

  private BackingClaim(Backing backing, AtomicInteger claims, boolean owner) {
    this.backing = backing;
    this.claims = claims;
    this.owner = owner;
  }

  /** Returns the first share in a backing. */
  static BackingClaim of(Backing backing) {
    return new BackingClaim(backing, new AtomicInteger(1), true);
  }

  /**
   * Returns one more share.
   *
   * @throws IllegalStateException where this one has ended
   */
  BackingClaim another() {
    refuseEnded();
    claims.incrementAndGet();
    return new BackingClaim(backing, claims, false);
  }

  /** Ends the share when a model is garbage; it must not be reachable from here. */
  void endWith(Model model) {
    if (!watched.getAndSet(true)) {
      Garbage.CLEANER.register(model, this);
    }
  }

  void refuseEnded() {
    if (ended.get()) {
      throw new IllegalStateException("the model '" + backing.name() + "' is closed");
    }
  }

  /** Gives the share up without closing anything: the model has another backing now. */
  void leave() {
    if (!ended.getAndSet(true)) {
      claims.decrementAndGet();
    }
  }

  /** Gives the share back; a second call does nothing. */
  void end() {
    end(owner);
  }

  private void end(boolean releasing) {
    if (ended.getAndSet(true)) {
      return;
    }
    if (claims.decrementAndGet() == 0) {
      backing.close();
    } else if (releasing) {
      // Views that nobody closes must not keep what they may never need again.
      backing.release();
    }
  }

  @Override
  public void run() {
    // Nobody closed the model: its views, as in Model.load(file).on(engine), may be in a run.
    end(false);
  }
}
