package dev.tenon.formats.zip;

/**
 * One file of an archive.
 *
 * @param offset where its bytes begin in the archive
 * @param packed how many bytes it takes there
 * @param size how many bytes it has when unpacked
 */
record ZipEntry(String name, int method, long offset, long packed, long size, long crc) {
  static final int STORED = 0;
  static final int DEFLATED = 8;
}
