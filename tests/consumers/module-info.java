/** A program that uses Tenon as a module. */
open module example {
  requires dev.tenon;
}
