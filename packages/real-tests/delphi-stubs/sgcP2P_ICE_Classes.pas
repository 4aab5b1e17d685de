unit sgcP2P_ICE_Classes;
interface
type
  TsgcICE_CandidatePair = class
  end;
implementation
end.
