package dev.tenon.formats.download;

/** Hears how far a download is; the caller draws what it likes. */
@FunctionalInterface
public interface DownloadProgress {
  /** Says nothing. */
  DownloadProgress NONE = (file, done, total) -> {};

  /**
   * Is called at the start of a transfer, after each piece and at the end.
   *
   * @param file what is fetched
   * @param done the bytes that are there, those of an earlier attempt included
   * @param total the bytes of the whole file, or −1 where the server does not say: then it is known
   *     in the last call only, as {@code done}
   */
  void update(Download file, long done, long total);
}
