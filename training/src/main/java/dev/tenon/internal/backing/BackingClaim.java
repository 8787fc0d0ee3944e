package dev.tenon.internal.backing;

import dev.tenon.runtime.NativeCleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The share that one {@code Model} has in a backing which several models may have in common.
 *
 * <p>The backing is closed with the last share. A model that nobody closed gives its share back
 * when it is garbage, and closes nothing then: what a run still uses is reachable, and engines free
 * what is not.
 */
public final class BackingClaim implements Runnable {
  private final Backing backing;
  private final AtomicInteger claims;
  private final boolean owner;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final @Nullable Leak opened = Leak.here();

  private BackingClaim(Backing backing, AtomicInteger claims, boolean owner) {
    this.backing = backing;
    this.claims = claims;
    this.owner = owner;
  }

  /** Returns the first share in a backing. */
  public static BackingClaim of(Backing backing) {
    return new BackingClaim(backing, new AtomicInteger(1), true);
  }

  /**
   * Returns one more share.
   *
   * @throws IllegalStateException where this one has ended
   */
  public BackingClaim another() {
    refuseEnded();
    claims.incrementAndGet();
    return new BackingClaim(backing, claims, false);
  }

  /** Ends the share when a model is garbage; it must not be reachable from here. */
  public void endWith(Object model) {
    if (!watched.getAndSet(true)) {
      NativeCleaner.register(model, this);
    }
  }

  /** Does so where models that are never closed are to be reported. */
  public void reportWith(Object model) {
    if (opened != null) {
      endWith(model);
    }
  }

  public void refuseEnded() {
    if (ended.get()) {
      throw new IllegalStateException("the model '" + backing.name() + "' is closed");
    }
  }

  /** Gives the share up without closing anything: the model has another backing now. */
  public void leave() {
    if (!ended.getAndSet(true)) {
      claims.decrementAndGet();
    }
  }

  /** Gives the share back; a second call does nothing. */
  public void end() {
    if (ended.getAndSet(true)) {
      return;
    }
    if (claims.decrementAndGet() == 0) {
      backing.close();
    } else if (owner) {
      // Views that nobody closes must not keep what they may never need again.
      backing.release();
    }
  }

  /** Is called when the model is garbage. */
  @Override
  public void run() {
    if (!ended.getAndSet(true)
        && claims.decrementAndGet() == 0
        && opened != null
        && backing.holdsNatives()) {
      opened.report(backing.name());
    }
  }
}
