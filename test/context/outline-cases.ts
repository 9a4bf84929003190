/** One file a language, with the outline it must have. */
export const outlineCases: { path: string; text: string; outline: string[] }[] = [
  {
    path: 'src/retry.ts',
    text: `/** A client. */
@Injectable()
export class Client<T> extends Base implements Port {
  private count = 1;
  @Get('/') async run(task: T, { limit = 3 } = {}): Promise<void> { const inner = () => 1; }
  constructor(private name: string) { super(); }
  get value(): number { return 1; }
  onEnd = async (code: number) => { code; };
}
export default function first(a = () => { }) {}
export abstract class Shape { abstract area(unit: string): number; }
export interface Port { name: string; send(message: string): void }
export type Mode = 'on' | 'off';
export const limit = { a: 1 };
const local = 2;
const twice = function (n: number) { return n * 2; };
export enum Level { Low, High }
declare module 'other' { function given(): void }
export namespace Names { export function inside() {} }
export * from './other.ts';
describe('no symbol', () => {});
`,
    outline: [
      '3 export class Client<T> extends Base implements Port',
      '5   async run(task: T, { limit = 3 } = {}): Promise<void>',
      '6   constructor(private name: string)',
      '7   get value(): number',
      '8   onEnd = async (code: number)',
      '10 export default function first(a = () => { })',
      '11 export abstract class Shape',
      '11   abstract area(unit: string): number',
      '12 export interface Port',
      '12   send(message: string): void',
      "13 export type Mode = 'on' | 'off'",
      '14 export const limit',
      '16 const twice = function (n: number)',
      '17 export enum Level',
      "18 declare module 'other'",
      '18   function given(): void',
      '19 export namespace Names',
      '19   export function inside()',
      "20 export * from './other.ts'",
    ],
  },
  {
    path: 'src/view.tsx',
    text: 'export const View = ({ name }: Props) => <b>{name}</b>;\nfunction* steps(): Steps {}\n',
    outline: ['1 export const View = ({ name }: Props)', '2 function* steps(): Steps'],
  },
  {
    path: 'lib/old.cjs',
    text: 'exports.open = function (path) {};\nclass Pool { #size = 1; take(count) {} static of = () => {} }\nvar x = 1;\n',
    outline: ['1 exports.open = function (path)', '2 class Pool', '2   take(count)', '2   static of = ()'],
  },
  {
    path: 'src/shop.py',
    text: `@cached
def total(items, tax=0.1) -> float:
    def inner(): pass
    return 1

class Cart(Base):
    """doc"""
    size: int = 1

    @property
    def full(self) -> bool:
        return True
    async def pay(self): pass

if TYPE_CHECKING:
    def fallback(): pass
`,
    outline: [
      '2 def total(items, tax=0.1) -> float',
      '6 class Cart(Base)',
      '11   def full(self) -> bool',
      '13   async def pay(self)',
      '16 def fallback()',
    ],
  },
  {
    path: 'main.go',
    text: `package shop

// Total sums.
func Total[T any](items []T) (int, error) { f := func() {}; return 0, nil }
func (c *Cart) Pay(ctx context.Context) error { return nil }

type Cart struct{ size int }
type Store interface {
	Get(id string) error
	io.Reader
}
type (
	Alias = Cart
	Hook  func(int) string
)
`,
    outline: [
      '4 func Total[T any](items []T) (int, error)',
      '5 func (c *Cart) Pay(ctx context.Context) error',
      '7 type Cart struct',
      '8 type Store interface',
      '9   Get(id string) error',
      '13 type Alias = Cart',
      '14 type Hook func(int) string',
    ],
  },
  {
    path: 'src/lib.rs',
    text: `#[derive(Debug)]
pub struct Cart<T> { size: T }
pub enum Kind { A, B(i32) }
pub trait Store { fn get(&self) -> i32; fn put() {} }
impl<T> Store for Cart<T> where T: Copy { fn get(&self) -> i32 { 1 } }
mod inner { pub fn help() {} }
pub const LIMIT: i32 = 1;
macro_rules! shout { () => {} }
`,
    outline: [
      '2 pub struct Cart<T>',
      '3 pub enum Kind',
      '4 pub trait Store',
      '4   fn get(&self) -> i32',
      '4   fn put()',
      '5 impl<T> Store for Cart<T> where T: Copy',
      '5   fn get(&self) -> i32',
      '6 mod inner',
      '6   pub fn help()',
      '7 pub const LIMIT: i32 = 1',
      '8 macro_rules! shout',
    ],
  },
  {
    path: 'src/main/java/Cart.java',
    text: `package shop;
@Service
public class Cart<T> extends Base implements Port {
  private int size;
  @Override
  public void pay(String name) throws Failure { }
  public Cart() {}
  enum Kind { A, B; int rank() { return 1; } }
}
interface Port { void send(int code); }
record Line(int count, String name) { }
`,
    outline: [
      '3 public class Cart<T> extends Base implements Port',
      '6   public void pay(String name) throws Failure',
      '7   public Cart()',
      '8   enum Kind',
      '8     int rank()',
      '10 interface Port',
      '10   void send(int code)',
      '11 record Line(int count, String name)',
    ],
  },
  {
    path: 'src/Cart.cs',
    text: `using System;
namespace Shop.Core;
[Serializable]
public class Cart<T> : Base where T : Item {
  private int hidden;
  public int Size { get; set; }
  [Pure] public async Task Pay(string name) => await Go();
  public Cart() {}
}
public record Line(int Count);
interface IPort { void Send(int code); }
namespace Other { struct Point {} }
`,
    outline: [
      '4 public class Cart<T> : Base where T : Item',
      '6   public int Size',
      '7   public async Task Pay(string name)',
      '8   public Cart()',
      '10 public record Line(int Count)',
      '11 interface IPort',
      '11   void Send(int code)',
      '12 struct Point',
    ],
  },
  {
    path: 'lib/cart.rb',
    text: `module Shop
  class Cart < Base
    # What it holds.
    attr_reader :size
    def pay(name, fast: true)
      1
    end
    def self.open
    end
    def short(a) = a + 1
  end
end
def top(a); end
`,
    outline: [
      '1 module Shop',
      '2   class Cart < Base',
      '5     def pay(name, fast: true)',
      '8     def self.open',
      '10     def short(a)',
      '13 def top(a)',
    ],
  },
  {
    path: 'src/Cart.php',
    text: `<?php
namespace Shop;
#[Entity]
final class Cart extends Base implements Port {
  use Loud;
  public function __construct(private string $name) {}
  #[Pure]
  public static function open(int $size): self { return new self(''); }
}
interface Port { public function send(int $code): void; }
trait Loud {}
enum Kind: string { case A = 'a'; public function rank() {} }
function total(array $items) {}
`,
    outline: [
      '4 final class Cart extends Base implements Port',
      '6   public function __construct(private string $name)',
      '8   public static function open(int $size): self',
      '10 interface Port',
      '10   public function send(int $code): void',
      '11 trait Loud',
      '12 enum Kind: string',
      '12   public function rank()',
      '13 function total(array $items)',
    ],
  },
];
